import type { Carrier } from '../../src/io/carrier.ts';
import { makeBox, type Time } from '../../src/io/demo/box.ts';
import { makeDemoCarrier } from '../../src/io/demo/carrier.ts';
import type { DemoService } from '../../src/io/demo/catalogue.ts';
import { makeHost } from '../../src/io/demo/world.ts';

/** How many hosts, and containers on each. */
export interface Size {
	readonly hosts: number;
	readonly containers: number;
}

/** A simulated host. Its engine answers as the documented API says; no process runs there. */
export interface SimulatedHost {
	readonly name: string;
	/** The names of its containers. */
	readonly containers: readonly string[];
	readonly carrier: Carrier;
}

const kinds = ['api', 'web', 'worker', 'postgres', 'redis'] as const;

const serviceOn = (host: string, index: number): DemoService => {
	const kind = kinds[index % kinds.length] ?? 'worker';
	const name = `${kind}-${index}`;
	return {
		...{ environment: 'production', name, kind, host, container: name, compose: false },
		...{ repository: `registry.demo/${name}`, releases: ['v1'], ran: [3 * 24 * 3_600_000], port: 8000 + index },
	};
};

/** Simulated hosts `sim-1`, `sim-2` …, in the time that is given. */
export const simulatedHosts = ({ hosts, containers }: Size, time: Time): readonly SimulatedHost[] =>
	Array.from({ length: hosts }, (_, number) => {
		const name = `sim-${number + 1}`;
		const services = Array.from({ length: containers }, (_none, index) => serviceOn(name, index));
		const box = makeBox(() => makeHost(name, services, { seed: number, now: time.now(), story: false }), time);
		const carrier = makeDemoCarrier({ name, box, time, mishap: () => 'none' });
		return { name, containers: services.map((service) => service.container), carrier };
	});
