import { backupAge } from '../../backup/age.ts';
import type { Light } from '../../backup/light.ts';
import { awayLight } from '../../backup/off-site.ts';
import { proofAge, tookText } from '../../backup/restored.ts';
import { clean, shown } from '../../clean.ts';
import type { BackupCopy, BackupFound } from '../../finding.ts';
import { bytes, dash } from '../../format.ts';
import type { Segment } from '../../line.ts';
import type { Millis } from '../../model.ts';
import { type Column, headLine, placed, tableLine } from '../../table.ts';
import { stampText } from '../journal/journal.ts';
import { lineOf, piece, type TextLine } from '../text/line.ts';
import { lightSigns, lightTones } from './datasets.ts';

const none: Segment = { text: dash, tone: 'dim' };

/** The columns of the backups of one dataset; those with a priority go where there is no room for them, the lowest first. */
const columns: readonly Column[] = [
	{ key: 'file', title: shown`BACKUP`, align: 'left', min: 22, grow: 1 },
	{ key: 'made', title: shown`MADE (UTC)`, align: 'left', min: 11, priority: 1 },
	{ key: 'age', title: shown`AGE`, align: 'right', min: 4 },
	{ key: 'size', title: shown`SIZE`, align: 'right', min: 5 },
	{ key: 'here', title: shown`HERE`, align: 'left', min: 4, priority: 2 },
	{ key: 'away', title: shown`OFF-SITE`, align: 'left', min: 12 },
	{ key: 'proof', title: shown`RESTORED`, align: 'left', min: 16 },
];

/** The columns that have something to say of these. */
function columnsOf({ offSite, proofs, dataset }: BackupFound): readonly Column[] {
	return columns.filter(({ key }) => {
		if (key === 'away' || key === 'here') return offSite !== undefined;
		return key !== 'proof' || dataset !== undefined || proofs !== undefined;
	});
}

const lightCell = ({ is, short }: Light): Segment => {
	return { text: clean(`${lightSigns[is]} ${short}`), tone: lightTones[is] };
};

function awayCell(copy: BackupCopy, { offSite, file }: BackupFound, now: Millis): Segment {
	if (offSite === undefined) return none;
	if (offSite.failure !== undefined) return { text: shown`?`, tone: 'unknown' };
	if (copy.only !== undefined) return { text: shown`there` };
	// That an older one went from there is no fault: it is kept as long as was asked.
	if (copy.remote === undefined) return none;
	const light = awayLight(copy, offSite, now);
	// Hashes are asked for of the newest; of one before it that none was told is nothing to see to.
	return light.is === 'unknown' && copy.file !== file ? { text: shown`same size` } : lightCell(light);
}

function proofCell({ own, of, proof }: BackupCopy, now: Millis): Segment {
	// What it is instead of one of its own backups.
	if (proof === undefined && own?.safety === true) return { text: shown`by a restore`, tone: 'dim' };
	if (proof === undefined && of !== undefined) return { text: clean(`of ${of}`), tone: 'dim' };
	if (proof === undefined) return none;
	const age = proofAge(proof, now);
	if (proof.is === 'failed') return { text: clean(`${lightSigns.bad} failed ${age}`), tone: 'bad' };
	return { text: clean(`${lightSigns.ok} ${age} in ${tookText(proof.took)}`), tone: 'ok' };
}

function cellOf(copy: BackupCopy, found: BackupFound, now: Millis, key: string): Segment {
	switch (key) {
		case 'file':
			return { text: clean(copy.file, 300) };
		case 'made':
			return { text: clean(stampText(copy.at).slice(0, 11)), tone: 'dim' };
		case 'age':
			return { text: clean(backupAge(now - copy.at)) };
		case 'size':
			return { text: bytes(copy.bytes) };
		case 'here':
			return copy.only === undefined ? { text: shown`yes` } : none;
		case 'away':
			return awayCell(copy, found, now);
		case 'proof':
			return proofCell(copy, now);
		default:
			return none;
	}
}

/** The backups of a dataset, the newest first, under their titles; at most so many rows, the last of which says how many more there are. */
export function copyLines(
	found: BackupFound,
	now: Millis,
	{ width, height }: { readonly width: number; readonly height: number },
): readonly TextLine[] {
	const { copies = [], count = 0 } = found;
	// A title alone, or over a row that only says that there are more, tells nothing.
	if (copies.length === 0 || height < 2) return [];
	const places = placed(columnsOf(found), width);
	const room = height - 1;
	const fits = copies.length <= room ? copies.length : room - 1;
	if (fits < 1) return [];
	const line = (row: readonly Segment[]): TextLine => row.map(({ text, tone }) => piece(text, tone));
	const rows = copies.slice(0, fits).map((copy) => line(tableLine(places, (key) => cellOf(copy, found, now, key))));
	const all = Math.max(copies.length, count);
	const more = fits < all && rows.length < room ? [lineOf(`and ${all - fits} more`, 'dim')] : [];
	return [line(headLine(places)), ...rows, ...more];
}
