import type { Logger, pino as Pino } from 'pino';
import type { Result } from '../core/model.ts';
import { failureOf } from './failure.ts';

/** Our own log: one line of JSON an event, in a file that only its owner reads. */
export interface Log {
	readonly info: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
	readonly warn: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
	readonly close: () => Promise<void>;
}

const onlyMine = 0o600;

type Target = ReturnType<typeof Pino.destination>;

function redacted(facts: Readonly<Record<string, unknown>>, redact: (text: string) => string): object {
	return JSON.parse(JSON.stringify(facts), (_key, value: unknown) =>
		typeof value === 'string' ? redact(value) : value,
	);
}

/** Writes what is left and closes the file. What cannot be written, as on a full disk, is given up: no end waits for it. */
const closed = (target: Target): Promise<void> =>
	new Promise((resolve) => {
		target.once('close', () => resolve());
		target.once('error', () => {
			target.destroy();
			resolve();
		});
		target.end();
	});

/** Opens the log in a file; pino is loaded here and not before. `redact` takes the secrets out of every text. */
export async function openLog(file: string, redact: (text: string) => string): Promise<Result<Log>> {
	try {
		const [{ pino }, { mkdir }, { open }, { dirname }, { promisify }] = await Promise.all([
			import('pino'),
			import('node:fs/promises'),
			import('node:fs'),
			import('node:path'),
			import('node:util'),
		]);
		await mkdir(dirname(file), { recursive: true, mode: 0o700 });
		// Opened here: of a file that it cannot open itself, pino throws once more when the program ends.
		const fd = await promisify(open)(file, 'a', onlyMine);
		const target = pino.destination({ fd, sync: false });
		await new Promise((resolve, reject) => target.once('ready', resolve).once('error', reject));
		target.on('error', () => undefined);
		const log: Logger = pino({ base: { pid: process.pid } }, target);
		return {
			ok: true,
			value: {
				info: (message, facts = {}) => log.info(redacted(facts, redact), redact(message)),
				warn: (message, facts = {}) => log.warn(redacted(facts, redact), redact(message)),
				close: () => closed(target),
			},
		};
	} catch (error) {
		return { ok: false, failure: failureOf(error, `The log ${file}`) };
	}
}
