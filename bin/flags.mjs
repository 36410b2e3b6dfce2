/**
 * How Node is started: a small space for young objects and one thread that compiles and collects beside us, instead of
 * four. With 100 containers that is 20 MiB less, for no more CPU.
 */
export const flags = ['--max-semi-space-size=4', '--v8-pool-size=1'];
