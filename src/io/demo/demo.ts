import type { Fleet } from '../../core/config/fleet.ts';
import type { Host, Millis } from '../../core/model.ts';
import type { Carrier } from '../carrier.ts';
import { wait } from '../clock.ts';
import { type Box, makeBox, type Time } from './box.ts';
import type { Breaking } from './breaking.ts';
import { makeDemoCarrier } from './carrier.ts';
import { catalogue } from './catalogue.ts';
import type { Mishap } from './engine-carrier.ts';
import { fleetFor } from './fleet.ts';
import { type DemoHost, makeHost } from './world.ts';

/** What a demo begins with. `now`: the clock that it lives by, `wait`: how that clock is waited for. */
export interface DemoWish {
	/** 1 … 2000; 15 unless given. */
	readonly services?: number;
	readonly seed?: number;
	readonly now: () => Millis;
	readonly wait?: Time['wait'];
	/** Whether the bad release comes a minute after the beginning; it does unless this is false. */
	readonly story?: boolean;
	/** What breaks instead of that story, and when. */
	readonly breaking?: Breaking;
	/** Lets requests or answers get lost, for tests. */
	readonly mishap?: Mishap;
}

/** A simulated fleet: its config, and how its hosts are reached. */
export interface Demo {
	readonly fleet: Fleet;
	/** Carriers of the same host reach the same simulated host. */
	readonly carrier: (host: Host) => Carrier;
	/** A host as it is now, for tests that look behind the engine's answers; undefined: there is none of this name. */
	readonly look: (host: string) => DemoHost | undefined;
}

const usual = 15;

/**
 * Makes a simulated fleet that begins now. It computes what it is asked for when it is asked: there is no timer but
 * that of a stream or an answer somebody waits for, and a host that nobody looks at is never made.
 */
export function makeDemo(wish: DemoWish): Demo {
	const services = catalogue(wish.services ?? usual);
	const time: Time = { now: wish.now, wait: wish.wait ?? wait };
	const began = wish.now();
	const { seed = 1, story = true, mishap = () => 'none', breaking } = wish;
	const begins = { seed, story, now: began, ...(breaking === undefined ? {} : { breaking }) };
	const fleet = fleetFor(services);
	const boxes = new Map<string, Box>(
		fleet.hosts.map(({ name }) => [name, makeBox(() => makeHost(name, services, begins), time)]),
	);
	const boxOf = (name: string): Box => boxes.get(name) ?? makeBox(() => makeHost(name, [], begins), time);
	return {
		fleet,
		carrier: ({ name }) => makeDemoCarrier({ name, box: boxOf(name), time, mishap }),
		look: (name) => boxes.get(name)?.host(),
	};
}
