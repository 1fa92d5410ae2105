package cloud.dumont.gateway.routes;

import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * One entry of the table.
 *
 * @param creates whether a POST makes something of value, which is counted on its own
 */
record Route(PathPattern pattern, Target target, Access access, boolean creates) {
    /** Where a request carries its route behind the door. */
    static final String ATTRIBUTE = "dumont.route";

    static Route to(Target target, Access access, String pattern) {
        return new Route(PathPatternParser.defaultInstance.parse(pattern), target, access, false);
    }

    Route creating() {
        return new Route(pattern, target, access, true);
    }
}
