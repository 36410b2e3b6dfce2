import { charsetOf, inCharset } from '../core/charset.ts';
import { clean } from '../core/clean.ts';
import type { Fleet } from '../core/config/fleet.ts';
import { drillOf } from '../core/drill/drills/index.ts';
import { type Practice, practiceOf } from '../core/drill/practice.ts';
import { drillCode, scoreText } from '../core/drill/score.ts';
import { initialState } from '../core/initial.ts';
import { rebound } from '../core/keys-rebound.ts';
import { known } from '../core/known.ts';
import type { Host, Millis } from '../core/model.ts';
import { reduce } from '../core/reduce/reduce.ts';
import type { State } from '../core/state.ts';
import type { ThemeName } from '../core/theme.ts';
import type { Carrier } from '../io/carrier.ts';
import { now, wait } from '../io/clock.ts';
import { sessionName } from '../io/identity.ts';
import { pathsOf } from '../io/paths.ts';
import { makeTerminal } from '../io/terminal.ts';
import { makeCalls } from '../store/calls.ts';
import { makeClock } from '../store/clock.ts';
import { createLines } from '../store/lines.ts';
import { makeNumbers } from '../store/series.ts';
import { commands } from './commands.ts';
import { guardCrashes } from './crash.ts';
import { draw } from './draw.tsx';
import type { Left, WalkWanted } from './drawing.ts';
import { drillCommands } from './drill-commands.ts';
import { makeEventfulStore } from './eventful-store.ts';
import { makeHistoryKeeper } from './history-keeper.ts';
import type { ConfigFile } from './reload.ts';
import { crashKeys } from './test-hooks.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What the cockpit is opened on. `looked`: nothing was found, and where it was looked for. */
export interface CockpitOptions {
	readonly fleet: Fleet;
	readonly operator: string;
	/** The account, where nobody said who acts. */
	readonly account?: string;
	readonly readOnly: boolean;
	readonly env: Env;
	/** The theme that was asked for by the command line or the environment; else the config's is taken. */
	readonly theme?: ThemeName;
	readonly looked?: readonly string[];
	readonly demo?: (host: Host) => Carrier;
	/** The config that was found, to be read anew when it changes. */
	readonly file?: ConfigFile;
	/** What is walked at once. */
	readonly walk?: WalkWanted;
	/** What is practised. */
	readonly drill?: DrillWanted;
}

/** A drill by its name, what it breaks, and when that breaks by itself; without a time it is broken by a plan. */
export interface DrillWanted {
	readonly drill: string;
	readonly of: string;
	readonly from?: Millis;
}

/** Opens the cockpit; gives the exit code when it was left. */
export const runCockpit = async (options: CockpitOptions): Promise<number> => {
	const { fleet, operator, account, readOnly, env, theme, looked, demo, file, walk, drill } = options;
	const { stdin, stdout } = process;
	const terminal = makeTerminal({ stdin, stdout, env });
	const first = initialState({
		...(file === undefined ? {} : { config: file.path }),
		...{ at: now(), fleet, operator, readOnly, demo: demo !== undefined, size: terminal.size() },
		...(drill === undefined ? {} : { drill: practiceFor(drill) }),
		// Where there is nothing to watch, there is nothing to change either.
		...(account === undefined || looked !== undefined ? {} : { account }),
	});
	const start = { ...first, session: sessionName() };
	const state = looked === undefined ? start : { ...start, ui: { ...start.ui, screen: 'welcome' as const, looked } };
	const crashes = guardCrashes({ terminal, now, folder: pathsOf(env, process.cwd()).state });
	const store = makeEventfulStore(state, (before, event) => {
		crashes.heard(event);
		return reduce(before, event);
	});
	const history = makeHistoryKeeper({ numbers: makeNumbers(), now, wait });
	const { numbers } = history;
	const lines = createLines();
	const calls = makeCalls();
	const clock = makeClock(now);
	const parting: string[] = [];
	const left = await draw({
		...{ store, numbers, history, lines, calls, clock, terminal, crashes, env },
		parting: (text) => void parting.push(`${inCharset(clean(text), charsetOf(env))}\n`),
		theme: theme ?? fleet.theme ?? 'terminal',
		...(fleet.mouse === true ? { mouse: true } : {}),
		commands: rebound(
			[...commands, ...(drill === undefined ? [] : drillCommands), ...crashKeys(env)],
			fleet.keys ?? {},
		),
		...known({ demo, file, walk }),
	}).catch(crashes.crash);
	crashes.end();
	if (left !== 'again') parting.push(...scored(store.state(), env));
	stdout.write(parting.join(''));
	return opensNext(options, left) ?? codeOf(store.state(), left);
};

/** The score of a drill, as the terminal is told it. */
const scored = ({ drill }: State, env: Env): readonly string[] =>
	(drill === undefined ? '' : scoreText(drill))
		.split('\n')
		.flatMap((line) => (line === '' ? [] : [`${inCharset(clean(line), charsetOf(env))}\n`]));

const codeOf = ({ drill }: State, left: Left): number =>
	drill === undefined || left !== 0 ? Number(left) : drillCode(drill);

/** What is opened in the place of what was left; undefined: nothing. */
const opensNext = (options: CockpitOptions, left: Left): Promise<number> | undefined => {
	const { operator, readOnly, env, theme, demo, drill } = options;
	const again = { operator, readOnly, env, ...known({ theme }) };
	if (left === 'demo') return runDemo(again);
	if (left !== 'again') return undefined;
	return demo === undefined ? runCockpit(options) : runDemo({ ...again, ...known({ drill: drill?.drill }) });
};

const practiceFor = ({ from, ...drill }: DrillWanted): Practice =>
	practiceOf(
		from === undefined ? { ...drill, stage: 'wanted', real: true, from: now() } : { ...drill, stage: 'broken', from },
	);

/** How long the simulated fleet is well before a drill breaks it. */
const untilBroken: Millis = 8_000;

/** Opens the cockpit on a simulated fleet. `drill`: the name of what is practised there, instead of the story. */
export const runDemo = async ({
	services,
	drill: name,
	...options
}: {
	readonly services?: number;
	readonly drill?: string;
	readonly theme?: ThemeName;
	readonly operator: string;
	readonly readOnly: boolean;
	readonly env: Env;
}): Promise<number> => {
	const { makeDemo } = await import('../io/demo/demo.ts');
	const drill = name === undefined ? undefined : drillOf(name);
	const breaks = drill === undefined ? {} : { breaking: { drill, at: now() + untilBroken } };
	const { fleet, carrier } = makeDemo({ now, ...breaks, ...known({ services }) });
	const practised =
		drill === undefined ? {} : { drill: { drill: drill.name, of: drill.of, from: now() + untilBroken } };
	return runCockpit({ ...options, fleet, demo: carrier, ...practised });
};
