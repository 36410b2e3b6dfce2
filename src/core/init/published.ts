import { z } from 'zod';
import { jsonOf, understood } from '../engine/answer.ts';
import type { Result } from '../model.ts';

/** A TCP port that a container, or a swarm service, shows to its host. `address`: as one asks it from there. */
export interface Published {
	readonly address: string;
	readonly port: number;
	readonly inside: number;
}

const port = z.int().min(1).max(65_535);
const containers = z.array(
	z.object({
		Id: z.string(),
		Ports: z
			.array(
				z.object({ IP: z.string().nullish(), PrivatePort: z.int(), PublicPort: z.int().nullish(), Type: z.string() }),
			)
			.max(10_000)
			.nullish(),
	}),
);
const services = z.array(
	z.object({
		Spec: z.object({ Name: z.string() }),
		Endpoint: z
			.object({
				Ports: z
					.array(z.object({ Protocol: z.string().nullish(), TargetPort: port, PublishedPort: port.nullish() }))
					.nullish(),
			})
			.nullish(),
	}),
);

/** An address as it is asked from its host itself; one for all addresses is asked on this machine's own. */
function asked(ip: string | null | undefined): string {
	if (ip == null || ip === '' || ip === '0.0.0.0' || ip === '::') return '127.0.0.1';
	if (/^[0-9.]{7,15}$/.test(ip)) return ip;
	return /^[0-9a-fA-F:.]{2,45}$/.test(ip) ? `[${ip}]` : '127.0.0.1';
}

/** Each port once, the lowest first, in the order in which they are asked: engines list one for IPv4 and one for IPv6. */
function once(ports: readonly Published[]): readonly Published[] {
	const byPort = new Map(ports.toReversed().map((each) => [each.port, each]));
	return [...byPort.values()].toSorted((a, b) => a.port - b.port);
}

/** The published ports of `GET /containers/json`, by the container's id. */
export function publishedIn(text: string, what: string): Result<ReadonlyMap<string, readonly Published[]>> {
	const json = jsonOf(text, what);
	if (!json.ok) return json;
	const list = understood(containers, json.value, what);
	if (!list.ok) return list;
	const value = new Map(
		list.value.map(({ Id, Ports }) => [
			Id,
			once(
				(Ports ?? []).flatMap(({ IP, PrivatePort, PublicPort, Type }) =>
					Type === 'tcp' && PublicPort != null && PublicPort > 0
						? [{ address: asked(IP), port: PublicPort, inside: PrivatePort }]
						: [],
				),
			),
		]),
	);
	return { ok: true, value };
}

/** The published ports of `GET /services` of a swarm manager, by the service's name. */
export function publishedBySwarm(text: string, what: string): Result<ReadonlyMap<string, readonly Published[]>> {
	const json = jsonOf(text, what);
	if (!json.ok) return json;
	const list = understood(services, json.value, what);
	if (!list.ok) return list;
	const value = new Map(
		list.value.map(({ Spec, Endpoint }) => [
			Spec.Name,
			once(
				(Endpoint?.Ports ?? []).flatMap(({ Protocol, TargetPort, PublishedPort }) =>
					(Protocol ?? 'tcp') === 'tcp' && PublishedPort != null
						? [{ address: '127.0.0.1', port: PublishedPort, inside: TargetPort }]
						: [],
				),
			),
		]),
	);
	return { ok: true, value };
}
