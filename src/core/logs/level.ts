import { withoutColours } from './colours.ts';

/** How grave a line of a log says that it is; `none`: it does not say. */
export type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'none';

/** The letter that stands for a level on a row, so that it is told without colour. */
export const levelLetters: Readonly<Record<Level, string>> = {
	fatal: 'F',
	error: 'E',
	warn: 'W',
	info: 'I',
	debug: 'D',
	trace: 'T',
	none: ' ',
};

/** A map: a log may call its level `constructor`, which every object has. */
const words: ReadonlyMap<string, Level> = new Map<string, Level>([
	['emerg', 'fatal'],
	['emergency', 'fatal'],
	['alert', 'fatal'],
	['crit', 'fatal'],
	['critical', 'fatal'],
	['fatal', 'fatal'],
	['panic', 'fatal'],
	['severe', 'error'],
	['err', 'error'],
	['eror', 'error'],
	['error', 'error'],
	['warn', 'warn'],
	['warning', 'warn'],
	['notice', 'info'],
	['info', 'info'],
	['information', 'info'],
	['log', 'info'],
	['debug', 'debug'],
	['verbose', 'debug'],
	['trace', 'trace'],
]);

/** A level stands near the start: no more than so many characters are looked at. */
const head = 400;
/** `level=error`, `"level":"error"`, `"severity": 50`, `lvl=eror`. */
const field = /["']?\b(?:level|severity|lvl|loglevel|levelname)["']?\s*[=:]\s*["']?([A-Za-z]+|\d+)/i;
/** `[error]`, `<warn>`, `ERROR:`, `WARN ` near the start, in capitals or between brackets. */
const tag = /[[<(|]\s*([A-Za-z]{3,11})\s*[\])>|]|(?:^|\s)([A-Z]{3,11})(?=[\s:\]|]|$)|(?:^|\s)([A-Za-z]{3,11}):(?=\s)/g;
/** The prefix of klog and glog: `E0102 15:04:05.000`. */
const klog = /^([FEWI])\d{4} \d\d:\d\d:\d\d/;
const klogLevels: Readonly<Record<string, Level>> = { F: 'fatal', E: 'error', W: 'warn', I: 'info' };
/** The status of an access log in the common format: `"GET / HTTP/1.1" 502`. */
const access = /" ([1-5])\d\d (?:\d+|-)/;
/** What runtimes print when a program falls over, without naming a level. */
const fallen =
	/^(?:panic: |Traceback \(most recent|Exception in thread|[\w.$]*(?:Error|Exception)\b[: ])|\b(?:OOMKilled|Out of memory|segfault|Segmentation fault|unhandled (?:rejection|exception))/i;

/** The numbers of bunyan and pino, 10 to 60. */
function fromNumber(value: number): Level {
	if (value >= 60) return 'fatal';
	if (value >= 50) return 'error';
	if (value >= 40) return 'warn';
	if (value >= 30) return 'info';
	return value >= 20 ? 'debug' : 'trace';
}

function fromField(start: string): Level | undefined {
	const said = field.exec(start)?.[1];
	if (said === undefined) return undefined;
	return /^\d+$/.test(said) ? fromNumber(Number(said)) : words.get(said.toLowerCase());
}

function fromTag(start: string): Level | undefined {
	for (const [, bracketed, capital, labelled] of start.matchAll(tag)) {
		const level = words.get((bracketed ?? capital ?? labelled ?? '').toLowerCase());
		if (level !== undefined) return level;
	}
	return undefined;
}

function fromKlog(start: string): Level | undefined {
	const letter = klog.exec(start)?.[1];
	return letter === undefined ? undefined : klogLevels[letter];
}

/** The level that a line of a log gives itself, by the forms that are in common use. Being on stderr is no level. */
export function levelOf(text: string): Level {
	const start = withoutColours(text.slice(0, head));
	const said = fromField(start) ?? fromKlog(start) ?? fromTag(start);
	if (said !== undefined) return said;
	const status = access.exec(start)?.[1];
	if (status !== undefined) return status === '5' ? 'error' : status === '4' ? 'warn' : 'info';
	return fallen.test(start) ? 'error' : 'none';
}

/** Whether a line is what `e` goes to. */
export function isError(level: Level): boolean {
	return level === 'error' || level === 'fatal';
}
