import type { Millis } from '../model.ts';
import type { Severity } from './model.ts';
import { anew, type Came, type Stand, tellingOf } from './stand.ts';

/** A value of a walk: a text, or a secret by its reference. */
export type Value = string | { readonly secret: string };

/** What was known when a walk began. `digest`: of its document then. */
export interface WalkHead {
	readonly runbook: string;
	readonly title: string;
	/** Where its document lay; of one that comes with watchdeck, its name. */
	readonly path: string;
	readonly digest: string;
	readonly severity?: Severity;
	readonly deadline?: Millis;
	/** What it is about: `production/api`, `host/vps1`; missing: nothing that is watched. */
	readonly of?: string;
	/** The environment whose protection counts for what it changes; missing: none is known, which is `protected`. */
	readonly environment?: string;
	/** Where its commands run unless they say otherwise. */
	readonly host?: string;
	readonly values: Readonly<Record<string, Value>>;
	/** The walk that it is a part of, and from which step there. */
	readonly within?: Within;
}

/** A step of another walk. */
export interface Within {
	readonly walk: string;
	readonly step: string;
}

/** What somebody did in a walk, or what came of it: a line of the journal. `step`: the id of one. */
export type Did =
	| { readonly is: 'began'; readonly head: WalkHead; readonly session?: string }
	/**
	 * A command goes out: `command` is its line in the document; without one all of the block. `digest`: of the text that is walked, where
	 * that is not the one that the walk began with.
	 */
	| {
			readonly is: 'ran';
			readonly step: string;
			readonly command?: number;
			readonly host: string;
			readonly text: string;
			readonly background?: true;
			readonly digest?: string;
	  }
	/** `part`: others of its block were not run yet, nor well with all of it. `background`: nobody waited for it, so that the walk stays where it is. */
	| ({
			readonly is: 'came';
			readonly step: string;
			readonly command?: number;
			readonly part?: true;
			readonly background?: true;
	  } & Came)
	/** A plan for the step was agreed to; it has a run of its own in the journal. `text`: its command, on `host`; of watchdeck's own actions the plan's title. */
	| {
			readonly is: 'acted';
			readonly step: string;
			readonly command?: number;
			readonly plan: string;
			readonly host?: string;
			readonly text?: string;
			readonly digest?: string;
	  }
	/** Another runbook is walked as a part of it: the step comes out as that walk ends. */
	| { readonly is: 'entered'; readonly step: string; readonly walk: string; readonly runbook: string }
	| { readonly is: 'marked'; readonly step: string; readonly as: Marked; readonly why?: string }
	| { readonly is: 'noted'; readonly step: string; readonly text: string }
	/** `because`: the operator chose it, or which check did. */
	| { readonly is: 'went'; readonly to: string; readonly because: string }
	| { readonly is: 'set'; readonly name: string; readonly value: Value }
	| { readonly is: 'moved'; readonly host: string }
	/** The document was found to be another than the one that the walk began with (`was`). */
	| { readonly is: 'changed'; readonly digest: string; readonly was?: string }
	/** Somebody goes on with it: after a crash, elsewhere, or in another's place. */
	| { readonly is: 'taken up'; readonly from?: string; readonly session?: string }
	| { readonly is: 'ended'; readonly as: 'done' | 'given up'; readonly why?: string };

/** How an operator marks a step. */
export type Marked = 'done' | 'failed' | 'skipped';

/** How far a walk is, by its lines in the journal. */
export interface Walk {
	readonly id: string;
	readonly head: WalkHead;
	readonly began: Millis;
	readonly by: string;
	/** Who walks it now, with which program, and when they last did something. */
	readonly walker: string;
	readonly session?: string;
	readonly seen: Millis;
	/** Since when, where somebody took it over. */
	readonly since?: Millis;
	/** The step that is next; missing: the first. */
	readonly at?: string;
	readonly host?: string;
	/** Only a copy names that host: nothing runs there before it is found to be one of what the walk is about. */
	readonly hostHeard?: true;
	readonly values: Readonly<Record<string, Value>>;
	readonly stands: Readonly<Record<string, Stand>>;
	readonly ended?: { readonly as: 'done' | 'given up'; readonly at: Millis };
	/** The digest of another text that its document was found to have by then. */
	readonly changed?: string;
	/** The host in whose copy its beginning was read: what it is about is believed as far as the fleet here bears it out. */
	readonly heard?: string;
}

/**
 * A line of a walk: what was done, by whom and when. `session` and `n`: the program that wrote it, and the how manieth line of that
 * program in this walk it is, from 1; together they are the line's name, by which one that comes twice counts once.
 */
export interface WalkLine {
	readonly at: Millis;
	readonly by: string;
	readonly run: string;
	readonly did: Did;
	readonly session?: string;
	readonly n?: number;
	/** The host in whose copy it was read: it was not written on this machine. */
	readonly heard?: string;
}

/** The name of a line; undefined of one that has none. */
export function lineName({ session, n }: Pick<WalkLine, 'session' | 'n'>): string | undefined {
	return session === undefined || n === undefined ? undefined : `${n} ${session}`;
}

function begun({ at, by, run, heard }: WalkLine, { head, session }: Extract<Did, { is: 'began' }>): Walk {
	return {
		...{ id: run, head, began: at, by, walker: by, seen: at, values: head.values, stands: {} },
		...(head.host === undefined ? {} : { host: head.host }),
		...(heard === undefined ? {} : { heard, hostHeard: true }),
		...(session === undefined ? {} : { session }),
	};
}

/** How a step stands, by its id: a heading may be called as what every object has (`Constructor`). */
export function standOf({ stands }: Pick<Walk, 'stands'>, step: string): Stand | undefined {
	return Object.hasOwn(stands, step) ? stands[step] : undefined;
}

function standing(walk: Walk, step: string, { at, by }: WalkLine, change: Partial<Stand>): Walk {
	const before: Stand = standOf(walk, step) ?? { is: 'open', by, at, commands: {}, plans: [], notes: [] };
	return { ...walk, at: step, stands: { ...walk.stands, [step]: { ...before, by, at, ...change } } };
}

const marks: Readonly<Record<Marked, Stand['is']>> = { done: 'ok', failed: 'failed', skipped: 'skipped' };

/** A walk that stands where it stood before. */
function unmoved({ at }: Walk, { at: _there, ...after }: Walk): Walk {
	return { ...after, ...(at === undefined ? {} : { at }) };
}

/** A step at which something goes out. */
function running(
	walk: Walk,
	line: WalkLine,
	did: Extract<Did, { is: 'ran' | 'acted' }>,
	change: Partial<Stand> = {},
): Walk {
	const text = did.digest === undefined ? {} : { digest: did.digest };
	const before = standOf(walk, did.step);
	const begun = before === undefined ? walk : { ...walk, stands: { ...walk.stands, [did.step]: anew(before, did) } };
	return standing(begun, did.step, line, { is: 'running', ...text, ...change });
}

function came(walk: Walk, line: WalkLine, did: Extract<Did, { is: 'came' }>): Walk {
	const { is: _came, step, command, part, background: _unwaited, ...what } = did;
	if (command === undefined)
		return standing(walk, step, line, { is: what.verdict, took: what.took, because: what.because, whole: what });
	const before = standOf(walk, step);
	const commands = { ...before?.commands, [command]: what };
	// What came of all together holds for those that were not run by themselves since.
	const together = part === true && before?.whole !== undefined ? [before.whole] : [];
	const telling = tellingOf([...Object.values(commands), ...together], what);
	// One of several says of its step at most that it is not well.
	const is = part === true && telling.verdict === 'ok' ? 'open' : telling.verdict;
	return standing(walk, step, line, { is, took: what.took, because: telling.because, commands });
}

function moved({ hostHeard: _before, ...walk }: Walk, { heard }: WalkLine, host: string): Walk {
	return { ...walk, host, ...(heard === undefined ? {} : { hostHeard: true }) };
}

/** Whoever walked it before may be gone: what was running then says nothing any more. */
function takenUp(walk: Walk, { at, by }: WalkLine, session: string | undefined): Walk {
	const { session: _before, ...rest } = walk.session === session ? walk : cutOff(walk);
	const since = rest.walker === by ? {} : { since: at };
	return { ...rest, ...since, walker: by, ...(session === undefined ? {} : { session }) };
}

function next(walk: Walk, line: WalkLine): Walk {
	const { did } = line;
	switch (did.is) {
		case 'began':
			return walk;
		case 'ran':
			return running(walk, line, did);
		case 'came':
			return did.background === true ? unmoved(walk, came(walk, line, did)) : came(walk, line, did);
		case 'acted':
			return running(walk, line, did, { plans: [...(standOf(walk, did.step)?.plans ?? []), did.plan] });
		case 'entered':
			return standing(walk, did.step, line, { is: 'running', inner: did.walk });
		case 'marked':
			return standing(walk, did.step, line, {
				is: marks[did.as],
				...(did.why === undefined ? {} : { because: did.why }),
			});
		case 'noted': {
			const before = standOf(walk, did.step);
			const notes = [...(before?.notes ?? []), did.text];
			const at = walk.at;
			const noted = standing(walk, did.step, line, { is: before?.is ?? 'open', notes });
			return at === undefined ? noted : { ...noted, at };
		}
		case 'went':
			return { ...walk, at: did.to };
		case 'set':
			return { ...walk, values: { ...walk.values, [did.name]: did.value } };
		case 'moved':
			return moved(walk, line, did.host);
		case 'changed':
			return { ...walk, changed: did.digest };
		case 'taken up':
			return takenUp(walk, line, did.session);
		case 'ended':
			return { ...walk, ended: { as: did.as, at: line.at } };
	}
}

/**
 * Whether a line says something of the walk as it stands: each of whoever walks it does. Of another program, which did not know yet that
 * somebody took the walk over, only what came of its command, and a note.
 */
function counts({ session: walker }: Walk, { session, did }: WalkLine): boolean {
	const isWalkers = walker === undefined || session === undefined || session === walker;
	return isWalkers || did.is === 'taken up' || did.is === 'came' || did.is === 'noted';
}

/** What came of the command of one who walks it no more moves nobody. */
function reported(walk: Walk, line: WalkLine): Walk {
	return unmoved(walk, next(walk, line));
}

/** The walk after one more of its lines; the first of them is `began`, and without it there is none. */
export function walked(walk: Walk | undefined, line: WalkLine): Walk | undefined {
	if (walk === undefined) return line.did.is === 'began' ? begun(line, line.did) : undefined;
	if (!counts(walk, line)) return walk;
	const isReport = line.session !== undefined && walk.session !== undefined && line.session !== walk.session;
	const after = isReport && line.did.is !== 'taken up' ? reported(walk, line) : next(walk, line);
	return { ...after, seen: Math.max(walk.seen, line.at) };
}

/** A walk whose program is gone: what it was doing was cut, and nobody knows what came of it. */
export function cutOff(walk: Walk): Walk {
	const stands = Object.entries(walk.stands).map(([step, stand]): readonly [string, Stand] => {
		// A walk within goes on by itself.
		if (stand.is !== 'running' || stand.inner !== undefined) return [step, stand];
		const plan = stand.plans.at(-1);
		const where = plan === undefined ? 'run it again' : `see run ${plan.slice(0, 8)} in the journal`;
		return [step, { ...stand, is: 'open', because: `it was cut, and what came of it is not known: ${where}` }];
	});
	return { ...walk, stands: Object.fromEntries(stands) };
}

/** Lines in their order, each of them once: of one that came twice the first. */
export function once(lines: readonly WalkLine[]): readonly WalkLine[] {
	const names = new Set<string>();
	return lines.filter((line) => {
		const name = lineName(line);
		if (name === undefined) return true;
		const isNew = !names.has(name);
		names.add(name);
		return isNew;
	});
}

/** A walk by all of its lines, oldest first. */
export function walkOf(lines: readonly WalkLine[]): Walk | undefined {
	return once(lines).reduce<Walk | undefined>(walked, undefined);
}
