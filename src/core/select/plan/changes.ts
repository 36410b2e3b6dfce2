import type { Change } from '../../engine/changes.ts';
import { headed, type TextLine } from '../text/line.ts';
import type { Room } from './step.ts';

const head = 'changes     ';
const indent = ' '.repeat(head.length);

/** How a kind of change is called, of one and of several. */
const kinds = {
	env: ['env key', 'env keys'],
	port: ['port', 'ports'],
	mount: ['mount', 'mounts'],
	setting: ['setting', 'settings'],
	label: ['label', 'labels'],
} as const;
const order = ['env', 'port', 'mount', 'setting', 'label'] as const;
/** These are named one by one also where not every detail is wanted; of the others there may be a dozen. */
const named: readonly (typeof order)[number][] = ['env', 'port', 'mount', 'setting'];
/** So many of a kind are named, unless every detail is wanted. */
const mostNamed = 6;

/** What becomes of a thing: it was not there, is not there any more, or is another. */
const signs = { added: '+', removed: '-', changed: '~' } as const;

function nameOf({ name, is }: Change): string {
	return `${signs[is]}${name}`;
}

function kindText(kind: (typeof order)[number], all: readonly Change[]): string {
	const some = all.filter(({ what }) => what === kind);
	const count = `${some.length} ${kinds[kind][some.length === 1 ? 0 : 1]}`;
	if (!named.includes(kind)) return count;
	const more = some.length > mostNamed ? [`and ${some.length - mostNamed} more`] : [];
	return `${count} (${[...some.slice(0, mostNamed).map(nameOf), ...more].join(', ')})`;
}

/** `port, mount or setting`. */
function listed(words: readonly string[]): string {
	const last = words.at(-1) ?? '';
	return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}

/** All kinds in a sentence: what changes, then that nothing else does. */
function summary(changes: readonly Change[]): string {
	const changed = order.filter((kind) => changes.some(({ what }) => what === kind));
	const same = order.filter((kind) => !changed.includes(kind));
	const nothing = same.length === 0 ? [] : [`no ${listed(same.map((kind) => kinds[kind][0]))}`];
	const image = changes.flatMap(({ what, from, to }) => (what === 'image' ? `image ${from} -> ${to}` : []));
	return [...image, ...changed.map((kind) => kindText(kind, changes)), ...nothing].join(', ');
}

/** One change in full; `-` where a thing was not or will not be, and nothing of what may be secret. */
function fullText(change: Change): string {
	const { what, from, to, is } = change;
	const values = from === undefined && to === undefined ? is : `${from ?? '-'}  ->  ${to ?? '-'}`;
	return `${what === 'image' ? 'image' : `${kinds[what][0]} ${nameOf(change)}`}: ${values}`;
}

/**
 * What would be different, before it is: in a sentence, or a row each where every detail is wanted. `+` comes, `-` goes, `~`
 * gets another value; none is shown of env.
 */
export function changeLines(changes: readonly Change[] | undefined, room: Room): readonly TextLine[] {
	if (changes === undefined) return [];
	const full = room.more ? changes.map(fullText) : [];
	return [summary(changes), ...full].flatMap((text, index) => headed(index === 0 ? head : indent, text, room));
}
