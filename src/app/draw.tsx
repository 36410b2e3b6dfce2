import { render, useApp } from 'ink';
import { Boundary } from '../components/boundary.tsx';
import { makePaint } from '../components/paint.ts';
import { looksOf } from '../components/themes.ts';
import { charsetOf } from '../core/charset.ts';
import type { Feeds } from '../core/state.ts';
import { depthOf } from '../core/theme.ts';
import { type Deck, DeckContext } from '../hooks/context.ts';
import { makePointer } from '../hooks/pointer.ts';
import { now, wait } from '../io/clock.ts';
import { withoutMouse } from '../io/mouse.ts';
import { onContinued, sizeAgain, stopHere } from '../io/signals.ts';
import { Root } from '../screens/root.tsx';
import type { Drawing, Left } from './drawing.ts';
import { makeIdleTeller } from './idle.ts';
import { inBackground } from './in-background.ts';
import { makeLeaving } from './leaving.ts';
import { makeAskPassphrase } from './passphrase.ts';
import { idleMark, isWatched } from './test-hooks.ts';

type Suspend = ReturnType<typeof useApp>['suspendTerminal'];

/** Hands Ink's way of suspending out of the tree. */
const Suspender = ({ take }: { readonly take: (suspend: Suspend) => void }) => {
	take(useApp().suspendTerminal);
	return null;
};

/**
 * Draws the first frame, then loads and opens what works behind it, and waits until the cockpit is left. Gives the exit
 * code, or what is wanted instead.
 */
export const draw = async (drawing: Drawing): Promise<Left> => {
	const { store, numbers, history, lines, calls, clock, commands, terminal, crashes, env } = drawing;
	const life = new AbortController();
	const feeds: Feeds = {
		numbers: numbers.numbers,
		history: history.history,
		lines: lines.lines,
		calls: calls.calls,
		linesChanged: lines.subscribe,
	};
	let suspend: Suspend | undefined;
	const pointer = drawing.mouse === true ? makePointer() : undefined;
	const idle = isWatched(env)
		? makeIdleTeller({
				state: store.state,
				now,
				wait,
				flushed: () => instance.waitUntilRenderFlush(),
				tell: (keys) => process.stdout.write(idleMark(keys)),
				signal: life.signal,
			})
		: undefined;
	const deck: Deck = {
		...{ store, feeds, clock, commands },
		paint: makePaint(looksOf(drawing.theme, depthOf(env)), charsetOf(env)),
		...(idle === undefined ? {} : { onKey: idle.key }),
		...(pointer === undefined ? {} : { pointer }),
	};
	const instance = render(
		<DeckContext value={deck}>
			<Boundary caught={crashes.crash}>
				<Root />
			</Boundary>
			<Suspender
				take={(given) => {
					suspend = given;
				}}
			/>
		</DeckContext>,
		{
			...(pointer === undefined ? {} : { stdin: withoutMouse(process.stdin, pointer.tell) }),
			alternateScreen: true,
			incrementalRendering: true,
			maxFps: 120,
			exitOnCtrlC: false,
			interactive: true,
			// Where the terminal can tell a held key from pressed ones, a plan ignores the repeats.
			kittyKeyboard: { mode: 'auto', flags: ['disambiguateEscapeCodes', 'reportEventTypes'] },
		},
	);
	crashes.closing(() => instance.unmount());
	// Ink ends by itself when something of its own throws.
	inBackground(instance.waitUntilExit(), crashes.crash);
	await instance.waitUntilRenderFlush();
	const { goOut, stopBy, repaint, isAway } = makeLeaving({
		suspend: async (work) => suspend?.(work),
		...{ terminal, pointed: pointer !== undefined, measure: sizeAgain, signal: life.signal },
	});
	// Whoever stopped us, with the shell that had the terminal then may have written over the screen.
	life.signal.addEventListener(
		'abort',
		onContinued(() => inBackground(repaint())),
		{ once: true },
	);
	const { work } = await import('./work.ts');
	const left = await work({
		...drawing,
		feeds,
		...{ goOut, repaint, isAway },
		suspend: () => inBackground(stopBy(stopHere)),
		passphrase: makeAskPassphrase(goOut),
		...(idle === undefined ? {} : { changed: idle.changed }),
	});
	life.abort();
	instance.unmount();
	await instance.waitUntilExit();
	terminal.restore();
	return left;
};
