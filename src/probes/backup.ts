import { z } from 'zod';
import { copiesOf, proofsOf } from '../core/backup/copies.ts';
import { formatOf } from '../core/backup/format.ts';
import { backupCondition, backupFaults, type Newest, newestOf } from '../core/backup/judge.ts';
import { type FolderAnswer, usualFiles } from '../core/backup/listing.ts';
import { parseRemote } from '../core/backup/remote.ts';
import { remoteHeadScript } from '../core/backup/script.ts';
import { share, text } from '../core/config/fields.ts';
import { millis } from '../core/config/lengths.ts';
import { failed } from '../core/failed.ts';
import type { BackupCopy, BackupFound, RestoreProof } from '../core/finding.ts';
import { firstSaid, saidIn } from '../core/host/said.ts';
import { known } from '../core/known.ts';
import type { Millis, Result } from '../core/model.ts';
import { type Probe, type ProbeKind, type Reach, type Reading, sourceOf } from '../core/probe.ts';
import type { ProbeForm } from '../core/probe-form.ts';
import { formSpec } from '../core/spec.ts';
import { folderText, mostListed, readFolder } from './script/folder.ts';

function wrong(line: Readonly<Record<string, unknown>>): ReturnType<NonNullable<ProbeForm['check']>> {
	if ((line['folder'] === undefined) !== (line['remote'] === undefined)) return undefined;
	return { field: line['remote'] === undefined ? 'folder' : 'remote', message: 'either a `folder` or a `remote`' };
}

/** What the config may ask of `backup`. */
const form = {
	kind: 'backup',
	layer: 'backup',
	title: 'The newest backup of a dataset',
	does: 'list a folder of backups and read how the newest begins',
	shape: {
		folder: z
			.string()
			.regex(/^(?:\/|~\/)[^\0\n]*$/, { error: 'a path that begins with `/` or `~/`' })
			.optional()
			.meta({ description: 'The folder that they lie in', examples: ['/var/backups/db'] }),
		pattern: text('*.sql.gz')
			.prefault('*')
			.meta({ description: 'Which files there, `*` for any text. Default: all', examples: ['db-*.sql.gz'] }),
		remote: z
			.string()
			.regex(/^[A-Za-z0-9_][\w .+@-]*:[^\0\n]*$/, { error: 'a remote of rclone and a path, such as `R2:backups/db`' })
			.optional()
			.meta({ description: 'Instead of a folder: a remote of rclone', examples: ['R2:backups/db'] }),
		dataset: text('db').optional().meta({ description: 'What they are of. Default: the name of this line' }),
		within: millis({
			what: 'How old the newest may be',
			...{ least: '1m', most: '366d', example: '26h', usual: '26h' },
		}).prefault('26h'),
		shrink: share('50%')
			.prefault('50%')
			.meta({ description: 'By how much it may be smaller than the ten before. Default: 50%', examples: ['50%'] }),
	},
	check: wrong,
	every: 300_000,
	timeout: 30_000,
	from: 'host',
} satisfies ProbeForm;

type Spec = Extract<ReturnType<typeof formSpec<typeof form.shape>>, { readonly ok: true }>['value'];

/** How the backups lie at a place. */
interface Found {
	readonly place: string;
	readonly count: number;
	readonly newest?: Newest;
	readonly format?: string;
	readonly inner?: string;
	/** Each that was listed, and where watchdeck made them all restore tests. */
	readonly copies?: readonly BackupCopy[];
	readonly proofs?: readonly RestoreProof[];
}

/** The remote's newest object and its format, so that it is not read at each reading anew. */
interface Carry {
	readonly path: string;
	readonly at: number;
	readonly format?: string;
}

/** The scheduler gives back what the last reading of the same probe carried, or nothing. */
function isCarry(carry: unknown): carry is Carry {
	return typeof carry === 'object' && carry !== null && 'path' in carry && 'at' in carry;
}

function foundIn(answer: FolderAnswer, place: string, now: Millis): Result<Found> {
	if (answer.folder === 'missing') {
		const fix = 'Check `folder`; watchdeck sees it only where its account may enter the folders above.';
		return failed('missing', `${place} is not there.`, fix);
	}
	const newest = newestOf(usualFiles(answer), answer.clock);
	const format = formatOf(answer.head, answer.inner);
	const proofs = proofsOf(answer, now);
	const more = known({ newest, format, inner: answer.inner, proofs: proofs.length === 0 ? undefined : proofs });
	return { ok: true, value: { place, count: answer.count, copies: copiesOf(answer, [], now), ...more } };
}

async function inFolder(spec: Spec & { readonly folder: string }, probe: Probe, reach: Reach): Promise<Result<Found>> {
	const { from: host, folder, pattern } = spec;
	const answer = await readFolder({ host, folder, pattern, timeout: Math.round(probe.timeout * 0.95) }, reach);
	return answer.ok ? foundIn(answer.value, folderText({ host, folder }), reach.now()) : answer;
}

async function formatAt(path: string, { from }: Spec, timeout: Millis, reach: Reach): Promise<string | undefined> {
	const argv = ['sh', '-c', remoteHeadScript, 'watchdeck-backup', path];
	const answer = await reach.ask({ effect: 'read', via: 'exec', host: from, argv, timeout, most: 4096 }, reach.signal);
	return answer.ok ? formatOf(firstSaid(saidIn(answer.value.text), 'head')) : undefined;
}

async function atRemote(
	spec: Spec & { readonly remote: string },
	probe: Probe,
	reach: Reach,
	carry: unknown,
): Promise<Result<Found>> {
	const { from, remote, pattern } = spec;
	const deep = pattern.includes('/') ? ['-R'] : ['--max-depth', '1'];
	// On S3 the time that the uploader wrote costs a request an object; the server's own comes with the list.
	const flags = ['--files-only', '--no-mimetype', '--use-server-modtime', ...deep, '--include', `/${pattern}`];
	const argv = ['rclone', 'lsjson', ...flags, '--', remote];
	const timeout = Math.round(probe.timeout * 0.7);
	const answer = await reach.ask(
		{ effect: 'read', via: 'exec', host: from, argv, timeout, most: mostListed },
		reach.signal,
	);
	if (!answer.ok) return answer;
	if (answer.value.cut) {
		const fix = 'Narrow `pattern`, or name a folder below it.';
		return failed('full', `The list of ${remote} is longer than ${mostListed / 1024 / 1024} MB and was not read.`, fix);
	}
	const files = parseRemote(answer.value.text, remote);
	if (!files.ok) return files;
	const newest = newestOf(files.value, reach.now() / 1000);
	if (newest === undefined) return { ok: true, value: { place: remote, count: 0 } };
	const { path, at } = newest.file;
	const before = isCarry(carry) && carry.path === path && carry.at === at ? carry.format : undefined;
	const object = `${remote}${/[:/]$/.test(remote) ? '' : '/'}${path}`;
	const format = before ?? (await formatAt(object, spec, Math.round(probe.timeout * 0.25), reach));
	const copies = copiesOf({ ...nothingKept, clock: reach.now() / 1000, files: files.value }, [], reach.now());
	return { ok: true, value: { place: remote, count: files.value.length, newest, copies, ...known({ format }) } };
}

/** At a remote there is nothing beside the backups. */
const nothingKept: Pick<FolderAnswer, 'records' | 'proofs'> = { records: new Map(), proofs: [] };

async function foundBy(spec: Spec, probe: Probe, reach: Reach, carry: unknown): Promise<Result<Found>> {
	const { folder, remote } = spec;
	if (folder !== undefined && remote === undefined) return inFolder({ ...spec, folder }, probe, reach);
	if (remote !== undefined && folder === undefined) return atRemote({ ...spec, remote }, probe, reach, carry);
	return failed('bug', `The backup probe of ${probe.of} must name either a folder or a remote.`);
}

function readingOf(
	{ place, count, newest, format, inner, copies, proofs }: Found,
	spec: Spec,
	probe: Probe,
	at: Millis,
): Reading {
	const { within } = spec;
	const name = spec.dataset ?? sourceOf(probe);
	const condition = backupCondition(newest, inner, spec);
	const base: BackupFound = { is: 'backup', name, place, within, count };
	const series = `${probe.of}/${sourceOf(probe)}`;
	const amount = { series: `${series}/count`, at, value: count };
	const layers = { backup: { ...condition, since: at } };
	if (newest === undefined) return { layers, samples: [amount], findings: [base] };
	const { file, age, median } = newest;
	const faults = backupFaults(newest, inner, spec);
	const details = { newest: at - age, size: file.bytes, file: file.path, faults };
	const more = known({ median, format });
	return {
		layers,
		samples: [
			amount,
			{ series: `${series}/bytes`, at, value: file.bytes },
			{ series: `${series}/age`, at, value: Math.max(0, age) },
		],
		facts: { place, file: file.path, size: file.bytes, age, count, ...more },
		findings: [{ ...base, ...details, ...more, ...known({ copies, proofs }) }],
		carry: { path: file.path, at: file.at, ...known({ format }) } satisfies Carry,
	};
}

/** Looks for the newest backup of a dataset in a folder or remote, and holds it against its promise. */
export const backup: ProbeKind = {
	kind: 'backup',
	form,
	read: async (probe, reach, carry) => {
		const spec = formSpec(form, probe);
		if (!spec.ok) return spec;
		const found = await foundBy(spec.value, probe, reach, carry);
		if (!found.ok) return found;
		return { ok: true, value: readingOf(found.value, spec.value, probe, reach.now()) };
	},
};
