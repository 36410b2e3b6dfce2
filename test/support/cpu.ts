/** The processor's time that something takes, in milliseconds: what else the machine does is not in it. */
export function cpuOf(act: () => void): number {
	const from = process.threadCpuUsage();
	act();
	const { user, system } = process.threadCpuUsage(from);
	return (user + system) / 1_000;
}
