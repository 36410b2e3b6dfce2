/** How Node is started: its options. */
export declare const flags: readonly string[];
