import type { ProbeSpec } from '../../core/config/fleet.ts';
import type { Millis } from '../../core/model.ts';
import type { DemoService } from './catalogue.ts';

const minute: Millis = 60_000;

/** How often each kind is asked, as its form says it where a config does not. */
const usual = {
	schedule: { layer: 'schedule', every: 2 * minute, timeout: 30_000 },
	systemd: { layer: 'process', every: 15_000, timeout: 10_000 },
	security: { layer: 'security', every: 15 * minute, timeout: 60_000 },
	tls: { layer: 'outside', every: minute, timeout: 10_000 },
} as const;

interface Line {
	readonly kind: keyof typeof usual;
	readonly name: string;
	readonly of: string;
	readonly from: string;
	readonly line: ProbeSpec['line'];
}

function ofHost(from: string): readonly Line[] {
	const of = `host/${from}`;
	const units = ['docker.service', 'ssh.service', 'cron.service', 'fail2ban.service', 'nftables.service'];
	return [
		{ kind: 'schedule', name: 'jobs', of, from, line: {} },
		{ kind: 'systemd', name: 'units', of, from, line: { units } },
		{ kind: 'security', name: 'security', of, from, line: {} },
	];
}

/** A service of production that there is, with a line for it. */
function ofService(
	services: readonly DemoService[],
	service: string,
	line: Omit<Line, 'of' | 'from'>,
): readonly Line[] {
	const owner = services.find(({ environment, name }) => environment === 'production' && name === service);
	return owner === undefined ? [] : [{ ...line, of: `production/${service}`, from: owner.host }];
}

function ofServices(services: readonly DemoService[]): readonly Line[] {
	return [
		...ofService(services, 'web', { kind: 'tls', name: 'certificate', line: { address: 'web.production.demo:443' } }),
	];
}

/** The first hosts have probes of their own: in a large fleet the others are asked for nothing that nobody looks at. */
const mostHosts = 2;

/** The lines under `probes` of the simulated fleet's config. */
export function probeLines(services: readonly DemoService[], hosts: readonly string[]): readonly ProbeSpec[] {
	return [...hosts.slice(0, mostHosts).flatMap(ofHost), ...ofServices(services)].map((line) => ({
		...line,
		...usual[line.kind],
		failures: 1,
	}));
}
