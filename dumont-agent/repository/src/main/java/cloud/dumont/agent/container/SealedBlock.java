package cloud.dumont.agent.container;

/** A block ready to be stored: the first {@code size} bytes of the array. */
record SealedBlock(byte[] stored, int size, byte stream, byte codec, int plainLength) {}
