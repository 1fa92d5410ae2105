package cloud.dumont.agent.container;

/** What, besides its bytes, a block's tag protects. */
record BlockTag(long number, byte stream, byte codec, int plainLength) {}
