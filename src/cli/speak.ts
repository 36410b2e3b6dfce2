import { createInterface } from 'node:readline';
import type { Quiet } from '../app/run-headless.ts';
import { fits, statusOf } from '../app/status.ts';
import { type Watching, watchOn } from '../app/watch-on.ts';
import { known } from '../core/known.ts';
import type { Result } from '../core/model.ts';
import { type Asked, askedIn, helpLines, meantBy } from '../core/spoken/asked.ts';
import { changeLine, logLines, statusLines, whyLines } from '../core/spoken/told.ts';
import { act } from './act.ts';
import type { ActionCommand, ActionFlags } from './acting.ts';
import { deployAction } from './deploy.ts';
import type { Ready } from './find.ts';
import { print, printFailure } from './print.ts';
import { restartAction } from './restart.ts';
import { rollbackAction } from './rollback-action.ts';
import { scaleAction } from './scale.ts';
import { startAction } from './start.ts';
import { stopAction } from './stop.ts';
import { takeoverAction } from './takeover.ts';

/** What is spoken about, and by whom. */
interface Speaking {
	readonly ready: Ready;
	readonly readOnly: boolean;
	readonly quiet: Quiet;
	readonly watching: Watching;
}

const say = (lines: readonly string[]): void => {
	if (lines.length > 0) print(lines.join('\n'));
};

/** The next line that is typed; undefined at the end of the input or of watchdeck. */
const nextLine = (end: AbortSignal): Promise<string | undefined> =>
	new Promise((resolve) => {
		let line: string | undefined;
		// The terminal's own editing: nothing of what is typed is drawn anew.
		const input = createInterface({ input: process.stdin, terminal: false, signal: end });
		input.once('line', (text) => {
			line = text;
			input.close();
		});
		input.once('close', () => resolve(line));
	});

/** One thing is told at a time: what changes while a command is at work is told after it. */
const makeVoice = () => {
	let waiting: string[] = [];
	let isBusy = false;
	return {
		tell: (lines: readonly string[]): void => {
			if (isBusy) waiting.push(...lines);
			else say(lines);
		},
		during: async (work: () => Promise<void>): Promise<void> => {
			isBusy = true;
			await work();
			isBusy = false;
			say(waiting);
			waiting = [];
		},
	};
};

/** Tells what changes and answers what is typed until the operator leaves; gives the exit code. */
export const speak = async (quiet: Quiet, ready: Ready, readOnly: boolean): Promise<number> => {
	const voice = makeVoice();
	const watching = watchOn(quiet, (notices, at) => voice.tell(notices.map((notice) => changeLine(notice, at))));
	const life = new AbortController();
	const speaking: Speaking = { ready, readOnly, quiet, watching };
	say(['watchdeck tells what changes, in UTC. Type help for the commands.', ...statusLines(stands(quiet), false)]);
	await sayInterrupted(quiet);
	const typed = async (): Promise<number> => {
		for (;;) {
			const line = await nextLine(life.signal);
			if (line === undefined) return 0;
			const asked = askedIn(line);
			if (asked?.ok === true && asked.value.is === 'quit') return 0;
			if (asked !== undefined) await voice.during(() => answer(asked, speaking));
		}
	};
	const code = await Promise.race([typed(), watching.signalled]);
	life.abort();
	watching.end();
	return code;
};

const stands = ({ state }: Quiet): ReturnType<typeof statusOf> => statusOf(state(), undefined);

const sayInterrupted = async ({ session }: Quiet): Promise<void> => {
	const open = await session.acting.interrupted();
	for (const { standing } of open.ok ? open.value : []) {
		if (standing.plan.unasked === true) continue;
		say([`A change of ${standing.plan.service} was interrupted. To see to it: quit, then run watchdeck resume.`]);
	}
};

const answer = async (asked: Result<Asked>, speaking: Speaking): Promise<void> => {
	if (!asked.ok) return printFailure(asked.failure);
	const { is, of } = asked.value;
	if (is === 'help') return say(helpLines());
	if (is === 'status' || is === 'quit') {
		const said = statusSaid(of, speaking);
		return said.ok ? say(said.value) : printFailure(said.failure);
	}
	const { quiet, watching } = speaking;
	const state = quiet.state();
	const hosts = is === 'why' ? stands(quiet).map(({ id }) => id) : Object.keys(state.services);
	const id = meantBy(of ?? '', hosts);
	if (!id.ok) return printFailure(id.failure);
	switch (is) {
		case 'why':
			return say(whyLines(state, id.value, Date.now()));
		case 'logs':
			return say(logLines(id.value, await watching.log(id.value)));
		case 'rollback':
			return change(rollbackAction, { ...asked.value, of: id.value }, speaking);
		case 'deploy': {
			const { to: image, ...rest } = asked.value;
			return change(deployAction, { ...rest, of: id.value, ...(image === undefined ? {} : { image }) }, speaking);
		}
		case 'scale': {
			const { to: argument, ...rest } = asked.value;
			return change(scaleAction, { ...rest, of: id.value, ...known({ argument }) }, speaking);
		}
		case 'takeover':
			return change(takeoverAction, { ...asked.value, of: id.value }, speaking);
		case 'restart':
			return change(restartAction, { ...asked.value, of: id.value }, speaking);
		case 'stop':
			return change(stopAction, { ...asked.value, of: id.value }, speaking);
		case 'start':
			return change(startAction, { ...asked.value, of: id.value }, speaking);
	}
};

/** How everything stands, or what a pattern or a name means. */
const statusSaid = (of: string | undefined, { quiet }: Speaking): Result<readonly string[]> => {
	const all = stands(quiet);
	if (of === undefined) return { ok: true, value: statusLines(all, false) };
	const fitting = all.filter(({ id }) => fits(of, id));
	if (fitting.length > 0) return { ok: true, value: statusLines(fitting, true) };
	const ids = all.map(({ id }) => id);
	const meant = meantBy(of, ids);
	return meant.ok
		? {
				ok: true,
				value: statusLines(
					all.filter(({ id }) => id === meant.value),
					true,
				),
			}
		: meant;
};

/** The same as the command of the command line: it plans, tells, asks, performs and proves, in a session of its own. */
const change = async (
	action: ActionCommand,
	asked: Asked & Pick<ActionFlags, 'image' | 'argument'>,
	{ ready, readOnly }: Speaking,
): Promise<void> => {
	const { of = '', to, image, argument } = asked;
	await act({
		...{ ...ready, action, service: of },
		...known({ to, image, argument }),
		...(readOnly ? { readOnly } : {}),
	});
};
