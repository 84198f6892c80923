/** Ids in the shapes that the engine uses. */
export const STUDIO = "device-5c2f6f0e-2b1d-4a54-9a39-6b1f0a7d1c11";
export const LAPTOP = "device-a91b7c44-77f0-4c1e-8f0b-3d5e2c9a0b22";
export const CABIN = "device-0e7d9a3b-1c58-4f6e-b2aa-94d1f7c6e533";
export const PHONEBOX = "device-f3c8d2e1-9b47-4d0a-a6c5-58e0b1a2d944";

export const NAMES: Record<string, string> = {
  [STUDIO]: "Studio desktop",
  [LAPTOP]: "MacBook",
  [CABIN]: "Cabin mini PC",
  [PHONEBOX]: "Old ThinkPad",
};

export const STATE_HASH = "9f2c41d0b87e5a63c1f4e2097ab8d356e0c7129f4b5ad86371c0e9f8a2b4d615";
export const CHECKPOINT = "c41e7b90d2f35a6887e1b4c09d3f2a6157c8e0b94a1d3f7e6b2c5a8091d4e7f3";
