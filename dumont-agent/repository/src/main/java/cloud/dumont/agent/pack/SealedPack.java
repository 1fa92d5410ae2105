package cloud.dumont.agent.pack;

import cloud.dumont.agent.container.ContainerName;
import cloud.dumont.agent.store.Body;
import cloud.dumont.agent.tree.Piece;
import java.util.List;

/** A pack that is whole and only needs to be stored. */
record SealedPack(ContainerName name, Body body, List<Piece> chunks) {}
