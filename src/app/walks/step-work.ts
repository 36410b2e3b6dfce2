import type { Event } from '../../core/event.ts';
import { known } from '../../core/known.ts';
import { isShellless } from '../../core/lock.ts';
import type { Failure, Millis, Result, Service } from '../../core/model.ts';
import { releaseNamed } from '../../core/release-named.ts';
import { hostName } from '../../core/runbook/call.ts';
import { filledText } from '../../core/runbook/fill.ts';
import type { Acted, Step } from '../../core/runbook/model.ts';
import type { Telling } from '../../core/runbook/open.ts';
import { standOf, type Walk } from '../../core/runbook/walk.ts';
import { expectedOf, isPartOf, type Ready, readyCommand, subjectOfWalk, wantOf } from '../../core/runbook/wanted.ts';
import { wayFrom } from '../../core/runbook/way.ts';
import type { Want } from '../../core/want.ts';
import { capture } from './capture.ts';
import { warn } from './known-world.ts';
import { noteWalk } from './note-walk.ts';
import type { WalkParts } from './parts.ts';
import { runCheck } from './run-check.ts';
import { runRead, type Told } from './run-read.ts';
import { whyNotOurs } from './take-over.ts';

/** A step that is to be done now. */
export interface Work {
	readonly walk: Walk;
	readonly step: Step;
	readonly command?: number;
}

/** What goes on while a step is done: what ends it, and who is told what it says. */
export interface Going {
	readonly signal: AbortSignal;
	readonly told: (telling: Pick<Telling, 'lines' | 'count'>) => void;
}

/** How a step is done that is waited for, and how a command is begun that is not. */
interface Doing extends Going {
	readonly behind: (work: Work, ready: Ready) => Promise<void>;
}

/** Goes on to where the way leads now, as far as that follows from how the step stands. */
export const goOn = async (parts: WalkParts, id: string, step: string): Promise<void> => {
	const open = parts.state().walks[id];
	const at = open?.runbook?.steps.find((one) => one.id === step);
	if (open?.runbook === undefined || at === undefined) return;
	const going = wayFrom(open.runbook, at, open.walk);
	if (going !== undefined) await noteWalk(parts, id, { is: 'went', ...going });
};

/** Writes down what came of a command, takes the value that its fence asks for, and goes on where its block is done. */
export const commandCame = async (
	parts: WalkParts,
	{ walk: { id }, step, command }: Work,
	{ came, whole }: Told,
): Promise<void> => {
	const walk = parts.state().walks[id]?.walk;
	const isPart = walk !== undefined && isPartOf(step, command, standOf(walk, step.id));
	const which = known({ command, part: isPart || undefined });
	await noteWalk(parts, id, { is: 'came', step: step.id, ...which, ...came });
	await capture(parts, { walk: id, step }, came, whole);
	if (!isPart) await goOn(parts, id, step.id);
};

/** Runs a read once, or again and again until it is as expected. */
export const readUntil = async (
	parts: WalkParts,
	{ step }: Pick<Work, 'step'>,
	ready: Ready,
	going: Going,
): Promise<Told> => {
	const { every = 5_000, within: given } = step.does.is === 'command' ? step.does.code.attributes : {};
	// A person sits before what has the terminal, and runs it again or not.
	const within = ready.typed.terminal === true ? undefined : given;
	const began = parts.now();
	for (;;) {
		const { came, whole } = await runRead(parts, ready, expectedOf(step, ready.commands), going);
		const took = parts.now() - began;
		const isOver = within === undefined || took + every > within;
		if (came.verdict !== 'failed' || isOver || going.signal.aborted) return { came: { ...came, took }, whole };
		await parts.wait(every, going.signal);
		if (going.signal.aborted) return { came: { ...came, took }, whole };
	}
};

const read = async (parts: WalkParts, work: Work, ready: Ready, going: Going): Promise<void> => {
	const { walk, step, command } = work;
	const { host, filled } = ready.typed;
	const which = known({ command });
	await noteWalk(parts, walk.id, { is: 'ran', step: step.id, ...which, host, text: filled.shown });
	// Whoever took it over between the key and this line runs it, and nobody else.
	const taken = await whyNotOurs(parts, walk.id);
	// A note, which says nothing of how the step stands: that is for whoever walks it now.
	if (taken !== undefined) return noteWalk(parts, walk.id, { is: 'noted', step: step.id, text: `not run: ${taken}` });
	const told = await readUntil(parts, work, ready, going);
	await commandCame(parts, work, told);
};

/** Whether its host has no shell for us: a command would run on this machine instead. */
const isOnlyEngine = ({ state }: WalkParts, { typed }: Ready): boolean =>
	state().fleet.hosts.some((host) => host.name === hostName(typed.host) && isShellless(host));

/** A command: a read is carried out, what changes something is planned. */
const command = async (parts: WalkParts, work: Work, going: Doing): Promise<void> => {
	const ready = readyCommand(work.step, work.command, work.walk);
	if (!ready.ok) return warn(parts, ready.failure);
	const { effect } = work.step.does.is === 'command' ? work.step.does.code.attributes : {};
	// What a document says of itself is not enough where nothing may be changed.
	if (parts.state().readOnly && effect === 'read')
		return warn(parts, {
			kind: 'forbidden',
			message: 'It is only marked as a read, and watchdeck was started with --read-only.',
		});
	if (parts.state().readOnly && ready.value.typed.terminal === true)
		return warn(parts, {
			kind: 'forbidden',
			message: 'watchdeck was started with --read-only: it gives its terminal to nothing.',
		});
	if (isOnlyEngine(parts, ready.value))
		return warn(parts, {
			kind: 'refused',
			message: `Of ${ready.value.typed.host} only the engine is reached: no command can be run there.`,
			fix: 'Run it there by hand.',
		});
	if (ready.value.typed.held === true) return going.behind(work, ready.value);
	if (ready.value.read) return read(parts, work, ready.value, going);
	const { services } = parts.state();
	const { of } = work.walk.head;
	const want = wantOf(work.walk, work.step, work.command, ready.value, of !== undefined && services[of] !== undefined);
	if (!want.ok) return warn(parts, want.failure);
	parts.emit({ type: 'action/wanted', at: parts.now(), want: want.value, service: subjectOfWalk(work.walk) });
};

/** The wish for one of watchdeck's own actions, with its values. */
const wantFor = ({ action, to }: Acted, values: Walk['values']): Want | undefined => {
	const given = to === undefined ? '' : filledText(to, values);
	switch (action) {
		case 'rollback':
			return { action, to: given };
		case 'deploy':
			return given === '' ? undefined : { action, image: given };
		case 'scale':
			return /^\d{1,6}$/.test(given) ? { action, to: Number(given) } : undefined;
		case 'verify':
			return { action, file: given };
		case 'restore':
			return { action, file: given };
		case 'restart':
		case 'stop':
		case 'start':
		case 'backup':
			return { action };
	}
};

const action = (parts: WalkParts, { walk, step }: Work): Event | Failure => {
	if (step.does.is !== 'action') return { kind: 'bug', message: `${step.title} asks for no action.` };
	const wanted = step.does.want;
	const of = wanted.of === undefined ? walk.head.of : filledText(wanted.of, walk.values);
	const want = wantFor(wanted, walk.values);
	if (of === undefined || of.startsWith('host/'))
		return { kind: 'missing', message: `It does not say what to ${wanted.action}.`, fix: 'Walk it for a service.' };
	if (want === undefined) {
		const fix = 'Give it a value: image= or to= in the document.';
		return { kind: 'missing', message: `${wanted.action} lacks what it is to go to.`, fix };
	}
	const named = withTarget(want, parts.state().services[of]);
	return named.ok ? { type: 'action/wanted', at: parts.now(), want: named.value, service: of } : named.failure;
};

/** A roll back is to a release by the word that a person has for it; a plan names its image. */
const withTarget = (want: Want, service: Service | undefined): Result<Want> => {
	if (want.action !== 'rollback' || want.to === '' || service === undefined) return { ok: true, value: want };
	const target = releaseNamed(service, want.to);
	return target.ok ? { ok: true, value: { ...want, to: target.value } } : target;
};

/** Does what a step asks for. What needs a person's word becomes a plan, whose end comes back as news. */
export const workStep = async (parts: WalkParts, work: Work, going: Doing): Promise<void> => {
	const { walk, step } = work;
	const done = async (why?: string): Promise<void> => {
		await noteWalk(parts, walk.id, { is: 'marked', step: step.id, as: 'done', ...known({ why }) });
		await goOn(parts, walk.id, step.id);
	};
	switch (step.does.is) {
		case 'command':
			return command(parts, work, going);
		case 'action': {
			const wanted = action(parts, work);
			return 'type' in wanted ? parts.emit(wanted) : warn(parts, wanted);
		}
		case 'check': {
			await noteWalk(parts, walk.id, { is: 'ran', step: step.id, host: 'here', text: step.does.code.text });
			const came = await runCheck(parts, step.does, walk.head.of, going);
			await noteWalk(parts, walk.id, { is: 'came', step: step.id, ...came });
			return goOn(parts, walk.id, step.id);
		}
		case 'message':
			parts.emit({ type: 'text/copied', at: parts.now(), text: filledText(step.does.text, walk.values) });
			return done('copied');
		case 'read':
		case 'tick':
		case 'section':
			return done();
		case 'runbook':
			return parts.emit({
				type: 'walk/wanted',
				at: parts.now(),
				runbook: step.does.name,
				begin: true,
				within: { walk: walk.id, step: step.id },
				...known({ of: walk.head.of }),
			});
		case 'decision':
			return warn(parts, { kind: 'refused', message: 'Choose where to go.' });
	}
};

/** How long since a step was begun, for what it says meanwhile. */
export const tellingOf = (
	work: Pick<Work, 'step'> & { readonly command: number | undefined },
	since: Millis,
	said: Pick<Telling, 'lines' | 'count'>,
): Telling => ({
	...{ step: work.step.id, since },
	...known({ command: work.command }),
	...said,
});
