import { firstSaid, saidIn, wholeOf } from '../host/said.ts';
import { timeOf } from '../time.ts';

/** What was added to a source since the last reading, and the place to go on from. */
export interface Added {
	readonly lines: readonly string[];
	/** What came after the last line end: the beginning of a line that is not whole yet. */
	readonly rest: string;
	readonly place: Place;
	/** Bytes that were passed over since more came than is read at once; `some`: how many is not known. */
	readonly skipped: number | 'some';
}

/** Where a reading ended: in a file, in the journal, or in the log of a container (the time of its last line). */
export type Place =
	| { readonly in: 'file'; readonly inode: number; readonly at: number }
	| { readonly in: 'journal'; readonly cursor: string }
	| { readonly in: 'container'; readonly last: string };

/** Why nothing was read, in the words of the scripts. */
export type Refused = 'missing' | 'denied' | 'other';

const refusals: readonly Refused[] = ['missing', 'denied', 'other'];

/** What stands before the line `text=`, and what after it. */
function parts(text: string): { readonly head: string; readonly body: string } {
	const found = /^text=\r?\n?/m.exec(text);
	if (found === null) return { head: text, body: '' };
	return { head: text.slice(0, found.index), body: text.slice(found.index + found[0].length) };
}

/** More of a line that is not whole yet is not kept. */
const longestRest = 4096;

/** The whole lines of a text and the rest behind the last line end. */
export function linesOf(text: string): { readonly lines: readonly string[]; readonly rest: string } {
	const lines = text.split(/\r?\n/);
	return { rest: (lines.pop() ?? '').slice(0, longestRest), lines: lines.filter((line) => line !== '') };
}

/** What the script said of a file; `before`: the rest of the reading before it. Undefined where it is not understood. */
export function parseFile(text: string, before: string): Added | Refused | undefined {
	const { head, body } = parts(text);
	const said = saidIn(head);
	const state = firstSaid(said, 'file');
	const refused = refusals.find((one) => one === state);
	if (refused !== undefined) return refused;
	const [inode, at] = [wholeOf(firstSaid(said, 'inode')), wholeOf(firstSaid(said, 'end'))];
	if (state !== 'there' || inode === undefined || at === undefined) return undefined;
	const skipped = wholeOf(firstSaid(said, 'skipped')) ?? 0;
	// After a gap the rest does not belong to what follows.
	const whole = skipped > 0 ? body.slice(body.indexOf('\n') + 1) : before + body;
	return { ...linesOf(whole), skipped, place: { in: 'file', inode, at } };
}

/** What the script said of the journal; `cursor`: the one it was asked with. */
export function parseJournal(text: string, cursor: string): Added | Refused | undefined {
	const { head, body } = parts(text);
	const said = saidIn(head);
	const state = firstSaid(said, 'journal');
	const refused = refusals.find((one) => one === state);
	if (refused !== undefined) return refused;
	if (state !== 'there') return undefined;
	const next = /^[\w=;-]{1,400}$/.exec(firstSaid(said, 'cursor') ?? '')?.[0];
	// An empty journal has no cursor: nobody writes it, and its silence tells nothing.
	if (next === undefined && cursor === '') return 'missing';
	const skipped = said.has('skipped') ? 'some' : 0;
	// With the old cursor the same text would be read again.
	if (next === undefined && skipped !== 0) return undefined;
	const lines = body.split('\n').filter((line) => line !== '');
	return { lines, rest: '', skipped, place: { in: 'journal', cursor: next ?? cursor } };
}

/** A time of the engine (RFC 3339 with nine digits) as its parameter `since` takes it: seconds and their parts. */
export function sinceOf(last: string): string | undefined {
	const at = timeOf(last);
	const part = /\.(\d{1,9})Z$/.exec(last)?.[1];
	return at === undefined ? undefined : `${Math.floor(at / 1000)}${part === undefined ? '' : `.${part}`}`;
}

/** The lines of a container's log, each with its time before it, that came after the time `last`; `most`: so many were asked for. */
export function parseContainer(text: string, last: string, most: number): Added {
	const stamped = text.split(/\r?\n/).flatMap((line) => {
		const [, at = '', said = ''] = /^(\d{4}-\d\d-\d\dT[\d:.]{8,18}Z) ?(.*)$/s.exec(line) ?? [];
		return at > last ? [{ at, said }] : [];
	});
	const newest = stamped.reduce((latest, { at }) => (at > latest ? at : latest), last);
	const skipped = stamped.length >= most ? 'some' : 0;
	return { lines: stamped.map(({ said }) => said), rest: '', skipped, place: { in: 'container', last: newest } };
}

/** How often each pattern came, a minute. */
export function perMinute(counts: Readonly<Record<string, number>>, length: number): Readonly<Record<string, number>> {
	return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, (count * 60_000) / length]));
}

/** The pattern that is furthest over its limit, with both numbers a minute; undefined where none is over. */
export function overLimit(
	rates: Readonly<Record<string, number>>,
	limits: Readonly<Record<string, number>>,
): { readonly name: string; readonly rate: number; readonly limit: number } | undefined {
	const over = Object.entries(limits).flatMap(([name, limit]) => {
		const rate = rates[name] ?? 0;
		return rate > limit ? [{ name, rate, limit }] : [];
	});
	const share = ({ rate, limit }: { readonly rate: number; readonly limit: number }) => rate / Math.max(limit, 0.001);
	return over.toSorted((a, b) => share(b) - share(a))[0];
}

/** What is carried to the next reading. `at`: when it was read, by our clock. */
export interface Carried extends Pick<Added, 'place' | 'rest'> {
	readonly at: number;
}

/** Only what is of the same kind of source may be gone on from. */
export function placeIn<I extends Place['in']>(
	carried: Carried | undefined,
	source: I,
): Extract<Place, { readonly in: I }> | undefined {
	const place = carried?.place;
	// The check of `in` is what the type asks for.
	return place?.in === source ? (place as Extract<Place, { readonly in: I }>) : undefined;
}
