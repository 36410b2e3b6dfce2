import { utcText } from '../../../core/time.ts';
import { share } from '../curves.ts';
import { hexOf } from '../engine/ids.ts';
import { type Chore, rotaOf, runsOf, type Tested, type Writes } from './rota.ts';
import { type Ground, seconds } from './said.ts';

/** So long a backup takes to be written, and then to be carried off-site. */
const takes = 94_000;
const carried = 210_000;

/** It grows by a thousandth a day, and is never the same twice. */
function bytesOf({ bytes, folder }: Writes, at: number, { began, seed }: Ground): number {
	const days = Math.floor((at - began) / 86_400_000);
	return Math.round(bytes * (1 + days * 0.001) * (0.985 + 0.03 * share(seed, folder, days)));
}

const nameOf = ({ name }: Writes, at: number): string => name(utcText(at).slice(0, 10));

const md5Of = ({ folder }: Writes, at: number, { seed }: Ground): string => hexOf(seed, folder, at, 'md5').slice(0, 32);

/** When its backups began, the newest first, but for those of nights that left none behind; `until`: those that were whole by then. */
function nightsOf(chore: Chore, { skipped }: Writes, ground: Ground, until: number): readonly number[] {
	// Nights are counted from the beginning, so that none of them comes to be another.
	const first = runsOf(chore, { ...ground, now: ground.began }, 1)[0] ?? 0;
	return runsOf(chore, ground, 40).filter((at) => {
		const ago = Math.round((first - at) / chore.every);
		// One that is being written has another name until it is whole.
		return at + takes <= until && (skipped === undefined || ago !== skipped);
	});
}

/** What watchdeck wrote down when it made a backup. */
function recordText(writes: Writes, at: number, ground: Ground): readonly string[] {
	const { record } = writes;
	if (record === undefined) return [];
	const { server, tables } = record;
	const began = seconds(at);
	const fields = [
		...[`began=${began}`, `took=${seconds(takes)}`, `bytes=${bytesOf(writes, at, ground)}`],
		...[`sha256=${hexOf(ground.seed, writes.folder, at).slice(0, 64)}`, `md5=${md5Of(writes, at, ground)}`],
		...(server === undefined ? [] : [`server=${server}`]),
		...(tables === undefined ? [] : [`tables=${tables}`, `newest-row=${began - 41}`]),
	];
	return [[`record=${nameOf(writes, at)}`, ...fields].join('\t')];
}

function proofText(chore: Chore, writes: Writes, { nights, took, failed, checks }: Tested, ground: Ground): string {
	const of = runsOf(chore, { ...ground, now: ground.began }, nights + 1)[nights] ?? 0;
	const asked = checks.flatMap(([name, says, is = 'ok']) => [name, is, says]);
	const outcome = failed === undefined ? 'ok' : 'failed';
	// Somebody looked into it in the morning after.
	const at = seconds(of + 4 * 3_600_000);
	return `proof=${[at, took, outcome, nameOf(writes, of), failed ?? '', ...asked].join('\t')}`;
}

/** What the script `watchdeck-backup FOLDER` prints on a simulated host; its form is that of `core/backup/script.ts`. */
export function backupText(ground: Ground, [folder = '']: readonly string[]): readonly string[] {
	const { host, now } = ground;
	const clock = `clock=${seconds(now)}`;
	const chore = rotaOf(host).find(({ writes }) => writes?.folder === folder);
	if (chore?.writes === undefined) return [clock, 'folder=missing'];
	const { writes } = chore;
	const whole = nightsOf(chore, writes, ground, now);
	const here = whole.slice(0, writes.kept);
	return [
		...[clock, 'folder=there'],
		...whole.slice(0, writes.remote?.kept ?? writes.kept).flatMap((at) => recordText(writes, at, ground)),
		// They are written down one after the other.
		...(writes.tested ?? [])
			.toSorted((a, b) => b.nights - a.nights)
			.map((one) => proofText(chore, writes, one, ground)),
		`count=${here.length}`,
		...here.map((at) => `file=${seconds(at + takes)} ${bytesOf(writes, at, ground)} ./${nameOf(writes, at)}`),
		`head=${writes.head}`,
		...(writes.inner === undefined ? [] : [`inner=${writes.inner}`]),
	];
}

/** What the script `watchdeck-off-site REMOTE PATTERN [OBJECT]` prints: what `rclone lsjson` would, in a line. */
export function offSiteText(ground: Ground, [remote, , object = '']: readonly string[]): readonly string[] {
	const chore = rotaOf(ground.host).find(({ writes }) => writes?.remote?.at === remote);
	if (chore?.writes?.remote === undefined) return ['[]'];
	const { writes } = chore;
	const { kept, broken = 0 } = chore.writes.remote;
	const stopped = runsOf(chore, { ...ground, now: ground.began }, 1 + broken)[broken] ?? 0;
	const there = nightsOf(chore, writes, ground, ground.now - carried)
		.filter((at) => at <= stopped || broken === 0)
		.slice(0, kept)
		.map((at) => {
			const name = nameOf(writes, at);
			const more = { Size: bytesOf(writes, at, ground), ModTime: utcText(at + takes + carried), IsDir: false };
			return { Path: name, Name: name, ...more, at };
		});
	if (object === '') return [JSON.stringify(there.map(({ at: _, ...entry }) => entry))];
	const one = there.find(({ Path }) => Path === object);
	if (one === undefined) return ['[]'];
	const { at, ...entry } = one;
	return [JSON.stringify([{ ...entry, Hashes: { md5: md5Of(writes, at, ground) } }])];
}
