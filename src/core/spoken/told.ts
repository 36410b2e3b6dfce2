import { failureText, sentence } from '../failure-text.ts';
import { lengthText } from '../length-text.ts';
import type { Condition, Lines, Millis } from '../model.ts';
import type { Notice } from '../notices.ts';
import type { State } from '../state.ts';
import { utcText } from '../time.ts';

/** A service or host and how it stands. */
type Stand = Pick<Condition, 'is' | 'because'> & { readonly id: string; readonly fix?: string };

const timeOf = (at: Millis): string => utcText(at).slice(11, 19);

/** A condition that changed: `14:02:31 production/api down: exit 137`, in UTC. */
export function changeLine({ id, is, because }: Notice, at: Millis): string {
	return `${timeOf(at)} ${id} ${is}: ${because}`;
}

const standLines = ({ id, is, because, fix }: Stand): readonly string[] => [
	`${id} ${is}: ${because}`,
	...(fix === undefined ? [] : [`To do for ${id}: ${fix}`]),
];

/** How everything stands: first how many are well, then each that is not; or each one, where that was asked. */
export function statusLines(stands: readonly Stand[], all: boolean): readonly string[] {
	if (all) return stands.flatMap(standLines);
	const others = stands.filter(({ is }) => is !== 'ok');
	const well = stands.length - others.length;
	if (stands.length === 0) return ['There is no service and no host.'];
	if (others.length === 0) return [`Everything is ok: ${well} of ${well} services and hosts.`];
	return [`${well} of ${stands.length} services and hosts are ok. These are not:`, ...others.flatMap(standLines)];
}

/** Why a service or host stands as it does: its condition and since when, each check, what runs, what can be done. */
export function whyLines({ conditions, layers, services }: State, id: string, now: Millis): readonly string[] {
	const condition = conditions[id];
	if (condition === undefined) return [`Nothing is known of ${id} yet.`];
	const { is, because, since } = condition;
	const checks = Object.values(layers[id] ?? {}).map(({ layer, source, observed: { value, failure, at } }) => {
		const name = layer === source ? layer : `${layer} ${source}`;
		if (failure !== undefined) return `${name}: could not be read: ${failureText(failure)}`;
		const age = at === undefined ? '' : `, read ${lengthText(Math.max(0, now - at))} ago`;
		return value === undefined ? `${name}: not read yet` : `${name} ${value.is}: ${value.because}${age}`;
	});
	const runs = services[id]?.releases.find(({ can }) => can === 'runs');
	const before = services[id]?.releases.filter(({ can }) => can === 'ready') ?? [];
	return [
		`${id} ${is} for ${lengthText(Math.max(0, now - since))}: ${because}`,
		...checks,
		...(runs === undefined ? [] : [`It runs ${runs.label}.`]),
		...(before.length === 0 ? [] : [`Ready to go back to: ${before.map(({ label }) => label).join(', ')}.`]),
	];
}

/** So many lines of a log are told: more is a job for `watchdeck` on a screen, or for `docker logs`. */
const mostLines = 10;

/** The last lines of a log, each with its time. */
export function logLines(id: string, { lines }: Pick<Lines, 'lines'>): readonly string[] {
	if (lines.length === 0) return [sentence(`The log of ${id} has no line`)];
	const last = lines.slice(-mostLines);
	return [
		`The last ${last.length} lines of ${id}:`,
		...last.map(({ at, text }) => (at === undefined ? text : `${timeOf(at)} ${text}`)),
	];
}
