import { z } from 'zod';
import { copiesOf, proofsOf } from '../core/backup/copies.ts';
import { formatOf } from '../core/backup/format.ts';
import { notFresh } from '../core/backup/fresh.ts';
import { backupCondition, backupFaults, newestOf, noFolderCondition } from '../core/backup/judge.ts';
import { type FolderAnswer, usualFiles } from '../core/backup/listing.ts';
import { parseRemote, type RemoteFile } from '../core/backup/remote.ts';
import { rowText } from '../core/backup/sane.ts';
import { unreadCondition } from '../core/backup/unread.ts';
import type { Read, Word } from '../core/call.ts';
import { datasetRead } from '../core/dataset/call.ts';
import { offSiteCodes, offSiteScript } from '../core/dataset/script/remote.ts';
import { type DatasetSpec, datasetId } from '../core/dataset/spec.ts';
import { parseStand } from '../core/dataset/stand.ts';
import { failed } from '../core/failed.ts';
import type { BackupCopy, BackupFound, OffSiteSeen } from '../core/finding.ts';
import { bytes } from '../core/format.ts';
import { known } from '../core/known.ts';
import type { Condition, Millis, Result } from '../core/model.ts';
import type { ProbeKind, Reach, Reading } from '../core/probe.ts';
import { specOf } from '../core/spec.ts';
import { folderText, mostListed, readFolder } from './script/folder.ts';

/** Only `datasetProbe` makes it: what the config says was checked when it was read. */
function isSpec(value: unknown): value is DatasetSpec {
	if (typeof value !== 'object' || value === null) return false;
	return ['host', 'folder', 'pattern', 'verify'].every((name) => name in value);
}

/** What it is told (`datasetProbe`); `must`: the name of a backup that has to be there, whole. */
export const schema = z.strictObject({
	dataset: z.custom<DatasetSpec>(isSpec),
	must: z.string().exactOptional(),
	proven: z.string().exactOptional(),
	live: z.strictObject({ passwordIn: z.string().exactOptional() }).exactOptional(),
	fresh: z.strictObject({ within: z.number(), verified: z.number() }).exactOptional(),
});
type Told = z.infer<typeof schema>;

/** So long what a remote said of the hashes of an object counts: some read all of it for that, and what lies there can rot. */
const hashedFor: Millis = 86_400_000;

/** What the remote said of one object, and when. */
interface Carry {
	readonly file: RemoteFile;
	readonly at: Millis;
}

function isCarry(carry: unknown): carry is Carry {
	return typeof carry === 'object' && carry !== null && 'file' in carry && 'at' in carry;
}

/** What lies off-site, with the hashes of the one that was asked for. */
interface There {
	readonly seen?: OffSiteSeen;
	readonly files: readonly RemoteFile[];
	readonly carry?: Carry;
}

function offSiteCall({ host, pattern, offSite }: DatasetSpec, object: string, timeout: Millis): Read {
	const env = Object.entries(offSite?.env ?? {});
	const input: Word = [...env.flatMap(([name, value]) => [`env:${name}=`, value, '\n']), '\n'];
	const argv = ['sh', '-c', offSiteScript, 'watchdeck-off-site', offSite?.remote ?? '', pattern, object];
	const fine = [0, ...Object.values(offSiteCodes)];
	return { effect: 'read', via: 'exec', host, argv, input, timeout, most: mostListed, fine };
}

/** The files that the remote lists; its failure is in its own words. */
async function listedBy(call: Read, remote: string, reach: Reach): Promise<Result<readonly RemoteFile[]>> {
	const answer = await reach.ask(call, reach.signal);
	if (!answer.ok) {
		if (answer.failure.kind !== 'timeout') return answer;
		return failed('timeout', `no answer within ${call.timeout / 1000} s; raise \`timeout\`, or look whether it runs`);
	}
	const { code, text, err, cut } = answer.value;
	if (code === offSiteCodes.noFolder) return { ok: true, value: [] };
	if (code === offSiteCodes.failed) return failed('refused', err.trim().split('\n').at(-1) ?? '');
	if (cut) return failed('full', `what it lists is longer than ${mostListed / 1024 / 1024} MB; narrow \`pattern\``);
	return parseRemote(text, remote);
}

const isSame = (one: RemoteFile, other: RemoteFile) =>
	one.path === other.path && one.bytes === other.bytes && one.at === other.at;

/** What lies off-site; hashes are asked for of `wanted` alone, the newest here. `until`: when all must have been told. */
async function offSite(
	spec: DatasetSpec,
	reach: Reach,
	{ wanted, carry, until }: { readonly wanted: string | undefined; readonly carry: unknown; readonly until: Millis },
): Promise<There> {
	const remote = spec.offSite?.remote;
	if (remote === undefined) return { files: [] };
	const half = Math.round(spec.timeout / 2);
	const ask = (object: string) => {
		const left = Math.max(1_000, Math.min(half, until - reach.now()));
		return listedBy(offSiteCall(spec, object, left), remote, reach);
	};
	const files = await ask('');
	const seen = { remote, at: reach.now() };
	if (!files.ok) return { seen: { ...seen, failure: files.failure.message }, files: [] };
	const all = { ...seen, count: files.value.length };
	const newest = files.value.find(({ path }) => path === wanted);
	if (newest === undefined) return { seen: all, files: files.value };
	const within = (file: RemoteFile) => files.value.map((one) => (one.path === file.path ? file : one));
	if (isCarry(carry) && isSame(carry.file, newest) && seen.at - carry.at < hashedFor)
		return { seen: all, files: within(carry.file), carry };
	const hashed = await ask(newest.path);
	if (!hashed.ok) return { seen: { ...all, unhashed: hashed.failure.message }, files: files.value };
	const told = hashed.value.find(({ path }) => path === newest.path);
	const file = { ...newest, ...known({ sha256: told?.sha256, md5: told?.md5 }) };
	return { seen: all, files: within(file), carry: { file, at: seen.at } };
}

/** What was made of another dataset is not this one's own: it vouches for nothing here, and is not this one's to remove. */
function ofDataset(copy: BackupCopy, id: string): BackupCopy {
	const { own, ...rest } = copy;
	return own?.dataset === undefined || own.dataset === id ? copy : { ...rest, of: own.dataset };
}

function foundOf(spec: DatasetSpec, here: FolderAnswer, there: There, now: Millis): BackupFound {
	const newest = newestOf(usualFiles(here, datasetId(spec)), here.clock);
	const promised = { within: spec.within ?? Number.POSITIVE_INFINITY, shrink: spec.shrink };
	const proofs = proofsOf(here, now);
	return {
		...{ is: 'backup', name: spec.name, place: folderText(spec), count: here.count, dataset: datasetId(spec) },
		copies: copiesOf(here, there.files, now).map((copy) => ofDataset(copy, datasetId(spec))),
		...(proofs.length === 0 ? {} : { proofs }),
		...(here.folder === 'missing' ? { noFolder: true } : {}),
		...(here.unread === undefined ? {} : { unread: true }),
		...known({
			within: spec.within,
			offSite: there.seen,
			provenWithin: spec.verify.within,
			rowWithin: spec.newest?.within,
			format: formatOf(here.head, here.inner),
			newest: newest === undefined ? undefined : now - newest.age,
			size: newest?.file.bytes,
			file: newest?.file.path,
			median: newest?.median,
			faults: newest === undefined ? undefined : backupFaults(newest, here.inner, promised),
		}),
	};
}

/** What is wrong with one that has to be there, in words; undefined where it is as it was made, here and off-site. */
function wrongWith(copy: BackupCopy | undefined, { offSite: off }: DatasetSpec): string | undefined {
	if (copy === undefined || copy.only !== undefined) return 'it is not there';
	const { own, bytes, remote } = copy;
	if (own === undefined) return 'nothing was written down of it';
	if (own.bytes !== bytes) return `it has ${bytes} bytes, and had ${own.bytes} when it was made`;
	if ((own.missing ?? []).length > 0) return `it lacks tables that must be there: ${own.missing?.join(', ')}`;
	if (off === undefined) return undefined;
	if (remote === undefined) return `it is not at ${off.remote}`;
	if (remote.bytes !== own.bytes) return `it has ${remote.bytes} bytes at ${off.remote}, and ${own.bytes} here`;
	return remote.hash === 'other' ? `its hash at ${off.remote} is another` : undefined;
}

/** What is to be said of the age of its data. It is whole all the same: where a service is down, no rows come. */
function agedText(copy: BackupCopy | undefined, { newest }: DatasetSpec): string {
	const text = copy?.own && rowText(copy.own, newest?.within);
	return text === undefined ? '' : `; ${text}`;
}

type Judged = Omit<Condition, 'since'>;

function asAsked(wrong: string | undefined, right: string): Judged {
	return wrong === undefined ? { is: 'ok', because: right } : { is: 'degraded', because: wrong };
}

function standing(dataset: DatasetSpec, here: FolderAnswer): Judged {
	const { within = Number.POSITIVE_INFINITY, shrink } = dataset;
	const promised = { within, shrink, id: datasetId(dataset) };
	if (here.folder === 'missing') return noFolderCondition(folderText(dataset), promised.id);
	const stands = backupCondition(newestOf(usualFiles(here, promised.id), here.clock), here.inner, promised);
	return stands.is === 'ok' && here.unread === true ? unreadCondition : stands;
}

function judged(told: Told, found: BackupFound, here: FolderAnswer, now: Millis): Judged {
	const { dataset, must, proven, fresh } = told;
	if (fresh !== undefined)
		return asAsked(notFresh(found, fresh, now), 'the newest is whole, and a restore test passed');
	if (proven !== undefined) {
		const proof = found.proofs?.find(({ file }) => file === proven);
		const none = `no restore test of ${proven} is written down`;
		return asAsked(proof === undefined ? none : proof.is === 'ok' ? undefined : proof.says, proof?.says ?? '');
	}
	if (must !== undefined) {
		const copy = found.copies?.find(({ file }) => file === must);
		const wrong = wrongWith(copy, dataset);
		return asAsked(wrong && `${must}: ${wrong}`, `${must} is whole${agedText(copy, dataset)}`);
	}
	return standing(dataset, here);
}

/** Whether the server of a dataset answers, and what it says of its data. */
async function liveReading(spec: DatasetSpec, live: NonNullable<Told['live']>, reach: Reach): Promise<Result<Reading>> {
	const answer = await reach.ask(datasetRead(spec, live, 'stand'), reach.signal);
	if (!answer.ok) return answer;
	const stand = parseStand(answer.value.text);
	const since = reach.now();
	const size = stand?.size === undefined ? '' : `, with ${bytes(stand.size)}`;
	const backup: Condition =
		stand === undefined
			? { is: 'degraded', because: 'what it answers is not understood', since }
			: { is: 'ok', because: `it answers${size}`, since };
	return { ok: true, value: { layers: { backup } } };
}

/** Reads the backups of a dataset where they lie, what was written down of them, and their copies off-site. */
export const dataset: ProbeKind = {
	kind: 'dataset',
	read: async (probe, reach, carry): Promise<Result<Reading>> => {
		const told = specOf(schema, probe);
		if (!told.ok) return told;
		const { dataset: spec, must, proven, fresh } = told.value;
		if (told.value.live !== undefined) return liveReading(spec, told.value.live, reach);
		const { host, folder, pattern } = spec;
		const until = reach.now() + Math.round(probe.timeout * 0.95);
		const timeout = Math.round(probe.timeout * 0.45);
		const here = await readFolder({ host, folder, pattern, dataset: datasetId(spec), timeout }, reach);
		if (!here.ok) return here;
		const wanted = must ?? newestOf(usualFiles(here.value, datasetId(spec)), here.value.clock)?.file.path;
		const nowhere: There = { files: [] };
		const there =
			fresh === undefined && proven === undefined ? await offSite(spec, reach, { wanted, carry, until }) : nowhere;
		const at = reach.now();
		const found = foundOf(spec, here.value, there, at);
		const condition = { ...judged(told.value, found, here.value, at), since: at };
		return { ok: true, value: { layers: { backup: condition }, findings: [found], ...known({ carry: there.carry }) } };
	},
};
