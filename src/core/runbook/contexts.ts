import { announcedAt, type Here } from './here.ts';

/** In what a place of a shell command stands. `nested`: in `$(…)` or backticks; `here`: in a here-document. */
export type Context = 'word' | 'single' | 'double' | 'comment' | 'nested' | 'here';

interface Scan {
	readonly text: string;
	at: number;
	context: 'word' | 'single' | 'double' | 'comment';
	/** Open `$(`, and whether a backtick is. */
	nested: number;
	tick: boolean;
	/** Here-documents that were announced in this line. */
	here: Here[];
	/** Where the here-documents of the line before end. */
	hereUntil: number;
	begins: boolean;
	/** From here on nobody here knows in what a place stands: a command within a quoted text, or a quote of bash's own. */
	lost: boolean;
}

function bodyEnd(text: string, from: number, { end, tabs }: Here): number {
	let at = from;
	while (at < text.length) {
		const stop = text.indexOf('\n', at);
		const line = text.slice(at, stop < 0 ? text.length : stop);
		at = stop < 0 ? text.length : stop + 1;
		if ((tabs ? line.replace(/^\t+/, '') : line) === end) return at;
	}
	return text.length;
}

function lineEnds(scan: Scan): void {
	if (scan.context === 'comment') scan.context = 'word';
	scan.begins = true;
	let until = scan.at + 1;
	for (const one of scan.here) until = bodyEnd(scan.text, until, one);
	if (scan.here.length > 0) scan.hereUntil = until;
	scan.here = [];
}

/** What stands behind `<<` is where a here-document ends; how many signs say so. */
function announce(scan: Scan): number {
	const found = announcedAt(scan.text, scan.at);
	if (found !== undefined) scan.here.push(found);
	return found?.signs ?? 2;
}

/** What two signs in a bare word do; how many signs they take, 0 where they do nothing together. */
function pair(scan: Scan): number {
	const { text, at } = scan;
	if (text[at] === '\\') return 2;
	if (text.startsWith("$'", at)) scan.lost = true;
	if (text.startsWith('$(', at)) {
		scan.nested++;
		return 2;
	}
	return text.startsWith('<<', at) && !text.startsWith('<<<', at) ? announce(scan) : 0;
}

/** What a sign in a bare word does; how many signs it takes. */
function bare(scan: Scan, sign: string): number {
	const taken = pair(scan);
	if (taken > 0) return taken;
	if (sign === "'") scan.context = 'single';
	else if (sign === '"') scan.context = 'double';
	else if (sign === '`') scan.tick = !scan.tick;
	else if (sign === '#' && scan.begins) scan.context = 'comment';
	if (sign === ')' && scan.nested > 0) scan.nested--;
	return 1;
}

/** What a sign between double quotes does; how many signs it takes. */
function quoted(scan: Scan, sign: string): number {
	if (sign === '\\') return 2;
	if (sign === '`' || scan.text.startsWith('$(', scan.at)) scan.lost = true;
	if (sign === '"') scan.context = 'word';
	return 1;
}

/** What a sign does where it stands; how many signs it takes. */
function taken(scan: Scan, sign: string): number {
	if (scan.context === 'word') return bare(scan, sign);
	if (scan.context === 'double') return quoted(scan, sign);
	if (scan.context === 'single' && sign === "'") scan.context = 'word';
	return 1;
}

/** One sign further, or the signs that belong together. */
function step(scan: Scan): void {
	const sign = scan.text[scan.at] ?? '';
	if (sign === '\n' && scan.context !== 'single' && scan.context !== 'double') {
		lineEnds(scan);
		scan.at++;
		return;
	}
	const signs = taken(scan, sign);
	scan.begins = /[\s;&|()]/.test(sign);
	scan.at += signs;
}

/**
 * In what each of these places (offsets, rising) of a shell command stands, by POSIX.1-2017, XCU 2.2 and 2.7.4. It errs towards what is
 * not a bare word: behind a command within a quoted text (`"$(…"`), and behind bash's `$'…'`, every place counts as one within a command.
 */
export function contextsAt(text: string, places: readonly number[]): readonly Context[] {
	const scan: Scan = {
		...{ text, at: 0, context: 'word', nested: 0, tick: false, here: [], hereUntil: 0, begins: true, lost: false },
	};
	return places.map((place) => {
		while (scan.at < place) {
			if (scan.at < scan.hereUntil) scan.at = Math.min(place, scan.hereUntil);
			else step(scan);
		}
		if (place < scan.hereUntil) return 'here';
		const isNested = scan.lost || (scan.context === 'word' && (scan.nested > 0 || scan.tick));
		return isNested ? 'nested' : scan.context;
	});
}
