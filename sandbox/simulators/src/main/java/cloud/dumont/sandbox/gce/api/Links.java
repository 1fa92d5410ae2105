package cloud.dumont.sandbox.gce.api;

/** URLs of what the API shows. @param base up to and with the project */
record Links(String base, String project) {
    static Links of(String project) {
        return new Links("https://www.googleapis.com/compute/v1/projects/" + project, project);
    }

    String zone(String zone) {
        return base + "/zones/" + zone;
    }

    String scope(String scope) {
        return base + "/" + scope;
    }

    String vm(String zone, String name) {
        return zone(zone) + "/instances/" + name;
    }

    /** As errors name it. */
    String plain(String below) {
        return "projects/" + project + "/" + below;
    }
}
