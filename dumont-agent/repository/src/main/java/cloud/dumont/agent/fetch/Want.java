package cloud.dumont.agent.fetch;

import cloud.dumont.agent.tree.Piece;

/** A piece that somebody waits for. @param tag says for what */
public record Want<T>(T tag, Piece piece) {}
