package cloud.dumont.events;

/**
 * Who caused a fact.
 *
 * @param id the id of the user, key, placement or vendor; for {@code SYSTEM} the name of the part that acted
 */
public record Actor(Kind type, String id) {
    public enum Kind {
        USER,
        API_KEY,
        SYSTEM,
        AGENT,
        VENDOR,
        OPERATOR
    }

    public static Actor system(String part) {
        return new Actor(Kind.SYSTEM, part);
    }
}
