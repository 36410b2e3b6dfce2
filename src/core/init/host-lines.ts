import { safeName } from '../clean.ts';
import { datasetsOf } from './backups.ts';
import { databaseLines } from './database-lines.ts';
import type { HostFound, TlsFound } from './found.ts';
import { failedUnits, importantUnits } from './units.ts';
import type { WebFound } from './web.ts';
import type { Entry } from './yaml.ts';

/** So many names stand in a comment. */
const mostNamed = 8;

const listed = (names: readonly string[]): string =>
	`${names.slice(0, mostNamed).join(', ')}${names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ''}`;

function unitLines({ finds }: HostFound): readonly Entry[] {
	// Without systemd, and in a container where it does not run, there is nothing to ask.
	if (finds.units.length === 0) return [];
	const failed = failedUnits(finds.units);
	const beside = failed.length === 0 ? 'any unit that fails' : `any unit that fails; now: ${listed(failed)}`;
	const units = importantUnits(finds.units);
	return [
		{ key: 'failed-units', value: { flow: { kind: 'systemd' } }, beside },
		...(units.length === 0
			? []
			: [{ key: 'units', value: { flow: { kind: 'systemd', units } }, beside: 'must run: take out what need not' }]),
	];
}

function jobLines({ jobs }: HostFound): readonly Entry[] {
	if (jobs.length === 0) return [];
	return [
		{
			above: [
				`${jobs.length === 1 ? 'one job' : `${jobs.length} jobs`}: ${listed([...new Set(jobs)])}`,
				'those that must be there: jobs: { backup: { within: 26h } }',
			],
			key: 'jobs',
			value: { flow: { kind: 'schedule' } },
		},
	];
}

function backupLines({ finds }: HostFound): readonly Entry[] {
	return datasetsOf(finds.files).map(({ name, folder, pattern, within, sure, count }) => ({
		key: name,
		value: { flow: { kind: 'backup', folder, pattern, within } },
		beside: `${count === 1 ? 'one file' : `${count} files`}; ${sure ? '`within` is by the times between them' : 'set `within` to how old the newest may be'}`,
	}));
}

function tlsLine({ address, name, starttls, distrust }: TlsFound): Entry {
	const flow = {
		...{ kind: 'tls', address },
		...(name === undefined ? {} : { name }),
		...(starttls === undefined ? {} : { starttls }),
	};
	const key = `tls-${name ?? address.slice(address.lastIndexOf(':') + 1)}${starttls === undefined ? '' : `-${starttls}`}`;
	if (distrust === undefined) return { key, value: { flow } };
	// What has ended is a fault; what was never signed by an authority that counts is mostly meant so.
	if (distrust === 'CERT_HAS_EXPIRED') return { key, value: { flow }, beside: 'this certificate has ended' };
	const above = [
		`not trusted (${distrust}): where it is meant so, name its authority by ca: /path/on/this/machine.pem`,
	];
	return { key, value: { flow }, above, off: true };
}

function webLine({ url, status, now }: WebFound): Entry {
	const flow = { kind: 'http', url, ...(status === undefined ? {} : { status: [status] }) };
	const port = /:(\d+)\//.exec(url)?.[1] ?? '80';
	return { key: `web-${port}`, value: { flow }, ...(now === undefined ? {} : { beside: `it answered ${now}` }) };
}

/** Each line under a name of its own, which is a name of ours. */
function withNames(lines: readonly Entry[]): readonly Entry[] {
	const taken = new Set<string>();
	return lines.map((line) => {
		const plain = safeName(line.key);
		let key = plain;
		for (let count = 2; taken.has(key); count += 1) key = safeName(`${plain.slice(0, 40)}-${count}`);
		taken.add(key);
		return { ...line, key };
	});
}

/** The lines under `probes` of a host. `kinds`: the probe kinds that there are. */
export function hostProbes(found: HostFound, kinds: ReadonlySet<string>): readonly Entry[] {
	return withNames([
		...unitLines(found),
		...jobLines(found),
		...backupLines(found),
		...found.tls.map(tlsLine),
		...found.web.map(webLine),
		...found.databases.flatMap((database) =>
			databaseLines(database, { of: found.host.name, at: database.at, open: database.open, kinds }),
		),
	]);
}
