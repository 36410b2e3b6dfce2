import { silenceOf } from '../../condition/engine.ts';
import { bytes, percent } from '../../format.ts';
import { lengthText } from '../../length-text.ts';
import type { State } from '../../state.ts';
import { headed, type TextLine } from '../text/line.ts';

type Facts = Readonly<Record<string, string | number>>;

function parts(facts: Facts): readonly string[] {
	const number = (name: string): number | undefined => {
		const value = facts[name];
		return typeof value === 'number' ? value : undefined;
	};
	const said = (name: string, say: (value: number) => string): string | undefined => {
		const value = number(name);
		return value === undefined ? undefined : say(value);
	};
	return [
		said('cpus', (value) => `${value} processors`),
		said('load5', (value) => `load of 5m ${value.toFixed(2)}`),
		said('load15', (value) => `15m ${value.toFixed(2)}`),
		said('memory_total', (value) => `memory ${bytes(value)}`),
		said('swap', (value) => `swap ${percent(value)} used`),
		said('disk', (value) => `disk ${facts['disk_mount'] ?? ''} ${percent(value)} used`),
		said('disk_free', (value) => `${bytes(value)} free`),
		said('inodes', (value) => `inodes ${facts['inodes_mount'] ?? ''} ${percent(value)} used`),
		said('uptime', (value) => `up ${lengthText(value)}`),
		said('skew', (value) =>
			value === 0 ? 'clock agrees' : `clock ${lengthText(Math.abs(value))} ${value > 0 ? 'ahead' : 'behind'}`,
		),
	].filter((part) => part !== undefined);
}

/** What a host says of itself beside its curves: memory, disks, time since its start, clock; and its engine. */
export function hostFactLines(state: State, host: string, width: number): readonly TextLine[] {
	const facts = state.hostFacts[host]?.value;
	const engine = state.engines[host]?.value;
	// Whose link is lost, or whose engine does not answer at all, is said with the host's condition.
	const isSaid = state.links[host]?.is === 'down' || silenceOf(state, host) !== undefined;
	const failure = isSaid ? undefined : state.engines[host]?.failure;
	const version = engine?.version === undefined ? [] : [`Docker ${engine.version} (API ${engine.api ?? '?'})`];
	const count = engine === undefined ? [] : [`${Object.keys(engine.containers).length} containers`];
	return [
		...(facts === undefined ? [] : headed('host     ', parts(facts).join(', '), { width })),
		...(engine === undefined ? [] : headed('engine   ', [...version, ...count].join(', '), { width })),
		...(failure === undefined
			? []
			: headed('engine   ', `${failure.message} ${failure.fix ?? ''}`, { width, tone: 'bad' })),
	];
}
