import { utcText } from '../../../core/time.ts';
import { share } from '../curves.ts';
import { rotaOf, runsOf, type Writes } from './rota.ts';
import { type Ground, seconds } from './said.ts';

/** So many backups of a dataset are kept. */
const kept = 14;
/** So long a backup takes to be written. */
const takes = 94_000;

/** It grows by a thousandth a day, and is never the same twice. */
function bytesOf({ bytes, folder }: Writes, at: number, { began, seed }: Ground): number {
	const days = Math.floor((at - began) / 86_400_000);
	return Math.round(bytes * (1 + days * 0.001) * (0.985 + 0.03 * share(seed, folder, days)));
}

/** What the script `watchdeck-backup FOLDER` prints on a simulated host; its form is that of `core/backup/script.ts`. */
export function backupText(ground: Ground, [folder = '']: readonly string[]): readonly string[] {
	const { host, now } = ground;
	const clock = `clock=${seconds(now)}`;
	const chore = rotaOf(host).find(({ writes }) => writes?.folder === folder);
	if (chore?.writes === undefined) return [clock, 'folder=missing'];
	const { writes } = chore;
	// One that is being written has another name until it is whole.
	const whole = runsOf(chore, ground, kept + 1)
		.filter((at) => at + takes <= now)
		.slice(0, kept);
	return [
		...[clock, 'folder=there', `count=${whole.length}`],
		...whole.map((at) => {
			const name = writes.name(utcText(at).slice(0, 10));
			return `file=${seconds(at + takes)} ${bytesOf(writes, at, ground)} ./${name}`;
		}),
		`head=${writes.head}`,
		...(writes.inner === undefined ? [] : [`inner=${writes.inner}`]),
	];
}
