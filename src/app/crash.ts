import { clean, cleanLines } from '../core/clean.ts';
import { crashText, type HeardEvents, withEvent } from '../core/crash-text.ts';
import type { Event } from '../core/event.ts';
import { failureText } from '../core/failure-text.ts';
import type { Millis } from '../core/model.ts';
import { redact as redactForms } from '../core/redact.ts';
import { sayLast, writeCrashReport } from '../io/crash-report.ts';
import { hangUp, isHangUp } from '../io/signals.ts';
import type { Terminal } from '../io/terminal.ts';
import { version } from './version.ts';

/** An error inside the program itself; source: EX_SOFTWARE in sysexits.h. */
const crashCode = 70;

/** What a crash guard works with. */
export interface CrashParts {
	/** Where reports are written. */
	readonly folder: string;
	/** The terminal that is drawn on; none where only lines are printed, and nothing has to be given back. */
	readonly terminal?: Terminal;
	readonly now: () => Millis;
}

/** Ends the program in order when something throws that nobody catches. */
export interface Crashes {
	/** From now on the secrets of this vault are taken out of a report. Before, there are none. */
	readonly redacting: (redact: (text: string) => string) => void;
	/** From now on this takes down what is drawn, before anything is said. */
	readonly closing: (close: () => void) => void;
	/** An event came. */
	readonly heard: (event: Event) => void;
	/** Gives the terminal back, writes the report, says where it is, and exits with 70. */
	readonly crash: (error: unknown) => never;
	/** Ends the guard. */
	readonly end: () => void;
}

/** Guards the program from now on: exceptions and rejections that nobody catches become a crash. */
export const guardCrashes = ({ folder, terminal, now }: CrashParts): Crashes => {
	let events: readonly HeardEvents[] = [];
	let redact = (text: string): string => redactForms(text, []);
	let close = (): void => undefined;
	let isCrashing = false;
	const unguard = terminal?.guard() ?? (() => undefined);

	const told = (error: unknown): void => {
		const at = now();
		const platform = `${process.platform} ${process.arch}`;
		const text = crashText(
			{ time: new Date(at).toISOString(), version, node: process.version, platform, error, events },
			redact,
		);
		const report = writeCrashReport(folder, at, text);
		const resume = '`watchdeck resume` shows what was interrupted';
		if (report.ok) {
			sayLast([clean(`watchdeck failed by a bug of its own; the report is ${report.value}, and ${resume}.`)]);
			return;
		}
		const why = failureText(report.failure);
		sayLast([clean(`watchdeck failed by a bug of its own, and ${resume}. No report: ${why}`), ...cleanLines(text)]);
	};
	const crash = (error: unknown): never => {
		// What throws while a crash is told has no other way than out.
		if (isCrashing) process.exit(crashCode);
		isCrashing = true;
		try {
			close();
		} catch {
			// What cannot be taken down any more is given back by the sequence below.
		}
		terminal?.restore();
		// A second restoring, at the exit, would move the cursor back over what is said here.
		unguard();
		told(error);
		process.exit(crashCode);
	};
	// A terminal that is gone is no bug: what is under way ends and is written down, as after any SIGHUP.
	const caught = (error: unknown): void => (isHangUp(error) ? hangUp() : crash(error));
	process.on('uncaughtException', caught);
	process.on('unhandledRejection', crash);
	return {
		redacting: (given) => {
			redact = given;
		},
		closing: (given) => {
			close = given;
		},
		heard: ({ type }) => {
			events = withEvent(events, type);
		},
		crash,
		end: () => {
			process.off('uncaughtException', caught);
			process.off('unhandledRejection', crash);
			unguard();
		},
	};
};
