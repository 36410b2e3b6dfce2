import type { Fleet, ServiceSpec } from '../../../src/core/config/fleet.ts';
import { usualProof, usualThresholds } from '../../../src/core/config/fleet-of.ts';
import type { ImageOnHost, LedgerLine } from '../../../src/core/engine/facts.ts';
import type { Engines } from '../../../src/core/engine/group.ts';
import type { Instance } from '../../../src/core/model.ts';

/** 2026-11-21 00:00 UTC. */
export const day0 = 1_795_219_200_000;
export const hour = 3_600_000;

/** The id of a version's image. */
export const imageId = (version: number): string => `sha256:${String(version).repeat(64)}`;
const containerId = (name: string): string => {
	const hex = [...name].map((letter) => letter.charCodeAt(0).toString(16)).join('');
	return hex.repeat(64).slice(0, 64);
};

/** A container that was made at hour `version` of the day from that version of the image `shop/api`. */
export function containerOf(name: string, version: number, more: Partial<Instance> = {}): Instance {
	const made = day0 + version * hour;
	return {
		host: 'vps1',
		id: containerId(name + (more.host ?? '')),
		name,
		image: { id: imageId(version), ref: `shop/api:v${version}` },
		created: made,
		started: made,
		restarts: 0,
		state: 'running',
		health: 'none',
		labels: {},
		...more,
	};
}

/** The same, stopped at an hour of the day. */
export function stoppedOf(name: string, version: number, until: number, more: Partial<Instance> = {}): Instance {
	return containerOf(name, version, { state: 'exited', exit: 0, ended: day0 + until * hour, ...more });
}

export function imageOf(version: number, more: Partial<ImageOnHost> = {}): ImageOnHost {
	const { refs = [`shop/api:v${version}`] } = more;
	const [ref] = refs;
	const named = ref === undefined ? { refs } : { refs, ref };
	return { id: imageId(version), created: day0 + version * hour, ...named, ...more };
}

export function lineOf(version: number, from: number, to: number, more: Partial<LedgerLine> = {}): LedgerLine {
	return {
		service: 'local/api',
		host: 'vps1',
		container: 'api',
		image: { id: imageId(version), ref: `shop/api:v${version}` },
		first: day0 + from * hour,
		last: day0 + to * hour,
		...more,
	};
}

export function enginesOf(containers: readonly Instance[], images: readonly ImageOnHost[] = []): Engines {
	const hosts = Map.groupBy(containers, ({ host }) => host);
	const names = new Set(['vps1', ...hosts.keys()]);
	return Object.fromEntries(
		[...names].map((host) => [
			host,
			{ containers: Object.fromEntries((hosts.get(host) ?? []).map((each) => [each.id, each])), images },
		]),
	);
}

export function specOf(name: string, more: Partial<ServiceSpec> = {}): ServiceSpec {
	return {
		environment: 'production',
		name,
		platform: 'docker',
		host: 'vps1',
		container: name,
		thresholds: usualThresholds,
		unproven: 'hold',
		proof: usualProof,
		...more,
	};
}

export function fleetOf(services: readonly ServiceSpec[] = [], hosts: readonly string[] = ['vps1']): Fleet {
	return {
		hosts: hosts.map((name) => ({ name, reach: 'local' })),
		environments: [],
		services,
		discover: hosts,
	};
}
