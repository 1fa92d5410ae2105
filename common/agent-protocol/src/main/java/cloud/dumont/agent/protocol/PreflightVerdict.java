package cloud.dumont.agent.protocol;

/**
 * @param verdict {@code accepted}: run the start command; {@code rejected}: the box is given back; {@code later}: ask
 *     again in some seconds
 */
public record PreflightVerdict(String verdict, String reason) {
    public static final String ACCEPTED = "accepted";
    public static final String REJECTED = "rejected";
    public static final String LATER = "later";
}
