import type { Command } from '../core/command.ts';
import type { Host } from '../core/model.ts';
import type { ThemeName } from '../core/theme.ts';
import type { Carrier } from '../io/carrier.ts';
import type { Terminal } from '../io/terminal.ts';
import type { CallsStore } from '../store/calls.ts';
import type { Clock } from '../store/clock.ts';
import type { LinesStore } from '../store/lines.ts';
import type { NumbersStore } from '../store/series.ts';
import type { Crashes } from './crash.ts';
import type { EventfulStore } from './eventful-store.ts';
import type { HistoryKeeper } from './history-keeper.ts';
import type { ConfigFile } from './reload.ts';

/** A runbook that is to be walked, or a walk that is to be gone on with. */
export type WalkWanted = { readonly runbook: string; readonly of?: string } | { readonly id: string };

/** How the cockpit was left: by an exit code, for the demo, or to begin the drill again. */
export type Left = number | 'demo' | 'again';

/** What is drawn, and on what. */
export interface Drawing {
	readonly store: EventfulStore;
	readonly numbers: NumbersStore;
	readonly history: HistoryKeeper;
	readonly lines: LinesStore;
	readonly calls: CallsStore;
	readonly clock: Clock;
	readonly commands: readonly Command[];
	readonly theme: ThemeName;
	/** The mouse is heard, which takes the terminal's own selection away. */
	readonly mouse?: true;
	readonly terminal: Terminal;
	readonly crashes: Crashes;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** The config that was found, to be read anew when it changes. */
	readonly file?: ConfigFile;
	readonly demo?: (host: Host) => Carrier;
	/** What is walked at once: a runbook, for a service or host; or a walk that was begun. */
	readonly walk?: WalkWanted;
	/** Takes what the terminal is told once it is given back. */
	readonly parting: (text: string) => void;
}
