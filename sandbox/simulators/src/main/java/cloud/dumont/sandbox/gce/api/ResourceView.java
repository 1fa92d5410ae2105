package cloud.dumont.sandbox.gce.api;

import cloud.dumont.sandbox.gce.resource.Resource;
import cloud.dumont.sandbox.gce.vm.Vm;
import cloud.dumont.sandbox.wire.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Things that simply exist, as their clients see them. */
final class ResourceView {
    private final Attachments attachments;
    private final Links links;

    ResourceView(Attachments attachments, Links links) {
        this.attachments = attachments;
        this.links = links;
    }

    ObjectNode of(Resource resource) {
        ObjectNode view = Json.object();
        view.put("kind", "compute#" + one(resource.kind()));
        view.put("id", Long.toString(resource.id()));
        resource.body().properties().forEach(entry -> view.set(entry.getKey(), entry.getValue()));
        view.put("creationTimestamp", Times.text(resource.created()));
        view.put("selfLink", url(resource));
        if (List.of("disks", "snapshots").contains(resource.kind())) {
            view.put("status", "READY");
        }
        List<Vm> users = attachments.users(resource);
        if (!users.isEmpty()) {
            users.forEach(vm -> view.withArray("users").add(links.vm(vm.zone(), vm.name())));
        }
        return view;
    }

    String url(Resource resource) {
        return links.scope(resource.scope()) + "/" + resource.kind() + "/" + resource.name();
    }

    String plain(Resource resource) {
        return links.plain(resource.scope() + "/" + resource.kind() + "/" + resource.name());
    }

    /** @param kind in the plural */
    static String one(String kind) {
        return kind.substring(0, kind.length() - 1);
    }
}
