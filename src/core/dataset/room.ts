/**
 * So many times what its data took must be free for a restore, and so much of what is free may be taken: a disk that is full
 * stops who serves from it.
 */
export const restoreRoom = { times: 1.2, share: 0.9 } as const;
