import type { HostAnswer } from './answer.ts';

/** Shares (0..1) and bytes a second, as far as two polls of a host can tell; what cannot be known is missing. */
export interface Usage {
	readonly cpu?: number;
	readonly netIn?: number;
	readonly netOut?: number;
}

/** Seconds between two polls by the host's own steady clock; undefined when it was started anew in between. */
function between(before: HostAnswer, now: HostAnswer): number | undefined {
	if (before.uptime === undefined || now.uptime === undefined) return undefined;
	const seconds = now.uptime - before.uptime;
	return seconds > 0 ? seconds : undefined;
}

function cpuOf(before: HostAnswer, now: HostAnswer): number | undefined {
	if (before.cpu === undefined || now.cpu === undefined) return undefined;
	const total = now.cpu.total - before.cpu.total;
	const idle = now.cpu.idle - before.cpu.idle;
	// The kernel's counts of idle time may step back a little (proc(5) on iowait).
	return total > 0 ? Math.min(1, Math.max(0, 1 - idle / total)) : undefined;
}

/** Bytes a second through the interfaces that both polls know; one whose counter went back was made anew. */
function netOf(before: HostAnswer, now: HostAnswer, seconds: number): Pick<Usage, 'netIn' | 'netOut'> {
	let known = 0;
	let bytesIn = 0;
	let bytesOut = 0;
	for (const [name, counted] of now.net) {
		const earlier = before.net.get(name);
		if (earlier === undefined || counted.in < earlier.in || counted.out < earlier.out) continue;
		known += 1;
		bytesIn += counted.in - earlier.in;
		bytesOut += counted.out - earlier.out;
	}
	return known === 0 ? {} : { netIn: bytesIn / seconds, netOut: bytesOut / seconds };
}

/** What a host used between two polls. Source of the processor's share: proc(5), `/proc/stat`. */
export function usageOf(before: HostAnswer | undefined, now: HostAnswer): Usage {
	const seconds = before && between(before, now);
	if (before === undefined || seconds === undefined) return {};
	const cpu = cpuOf(before, now);
	return { ...(cpu === undefined ? {} : { cpu }), ...netOf(before, now, seconds) };
}
