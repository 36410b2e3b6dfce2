import type { Probe } from '../probe.ts';
import { pastable } from '../quote.ts';
import type { ProbeSpec } from './fleet.ts';

/** A line of the config as the probe that it asks for. */
export function lineProbe({ kind, name, layer, of, from, every, timeout, failures, line }: ProbeSpec): Probe {
	return { kind, name, layer, of, every, timeout, spec: { ...line, from, failures } };
}

/** Where a line is asked from, in words. */
export function placeOf({ from }: Pick<ProbeSpec, 'from'>): string {
	return from === 'local' ? 'this machine' : from;
}

/** The command of a line, as a person may paste it; its secrets stand by reference, as in the config. */
export function commandText({ line: { run } }: Pick<ProbeSpec, 'line'>): string {
	return pastable(Array.isArray(run) ? run.map(String) : []);
}

/** What a line promises when it is fine, in words. */
export function lineSays(line: ProbeSpec): string {
	return line.kind === 'command'
		? `${commandText(line)} on ${placeOf(line)} does what is expected`
		: `its ${line.kind} is fine`;
}
