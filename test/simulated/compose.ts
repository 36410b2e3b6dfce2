// A Compose of either generation that recreates the one container of a service order by order, and does again what it was
// measured to do with what a cut left (docs/decisions/021): also what goes wrong.

/** A container of the service. */
export interface ComposeBox {
	readonly id: string;
	name: string;
	readonly image: string;
	state: 'created' | 'running' | 'exited';
}

/** How a call of the tool ended: `cut`, before the order after the last that it was let. */
export type Ended = 'done' | 'cut' | 'refused';

export interface SimulatedCompose {
	/** The container's name when all is well. */
	readonly proper: string;
	/** By id. */
	readonly boxes: Map<string, ComposeBox>;
	/** Makes the name in the project's file mean this image. */
	readonly tag: (image: string) => void;
	/** `up -d --no-deps --no-build SERVICE`, which gives so many orders at most. */
	readonly up: (orders?: number) => Ended;
}

interface World {
	readonly proper: string;
	readonly boxes: Map<string, ComposeBox>;
	readonly image: () => string;
	readonly next: () => string;
}

/** An order to the engine; false: it refuses. */
type Order = () => boolean;

const temporary = (id: string, proper: string) => `${id}_${proper}`;

/** The orders that every recreate is made of. */
function orders({ boxes, image, next }: World) {
	return {
		create:
			(name: string, made: (box: ComposeBox) => void): Order =>
			() => {
				const box: ComposeBox = { id: next(), name, image: image(), state: 'created' };
				boxes.set(box.id, box);
				made(box);
				return true;
			},
		stop:
			(box: ComposeBox): Order =>
			() => {
				if (box.state === 'running') box.state = 'exited';
				return true;
			},
		remove:
			(box: ComposeBox): Order =>
			() =>
				boxes.delete(box.id),
		rename:
			(box: () => ComposeBox | undefined, name: string): Order =>
			() => {
				const it = box();
				if (it === undefined || [...boxes.values()].some((other) => other !== it && other.name === name)) return false;
				it.name = name;
				return true;
			},
		start:
			(box: () => ComposeBox | undefined): Order =>
			() => {
				const it = box();
				if (it !== undefined) it.state = 'running';
				return it !== undefined;
			},
	};
}

/** Compose 2.26.1: makes the new one under a temporary name first, and removes the old one before it renames it. */
function* v2(world: World): Generator<Order> {
	const { boxes, proper, image } = world;
	const { create, stop, remove, rename, start } = orders(world);
	const all = [...boxes.values()];
	// Of two it keeps the one that is out of date, to recreate it.
	const kept = all.find((box) => box.image !== image()) ?? all[0];
	const surplus = all.filter((box) => box !== kept);
	const slow = surplus.filter((box) => box.state === 'running');
	for (const box of surplus) if (!slow.includes(box)) yield remove(box);
	if (kept !== undefined && kept.image === image()) {
		if (kept.state !== 'running') yield start(() => kept);
		return;
	}
	let made: ComposeBox | undefined;
	yield create(kept === undefined ? proper : temporary(kept.id, proper), (box) => {
		made = box;
	});
	if (kept !== undefined) {
		if (kept.state === 'running') yield stop(kept);
		yield remove(kept);
		// One that runs is removed at the same time, and takes longer: it still has the name.
		yield () => {
			const done = rename(() => made, proper)();
			for (const box of slow) remove(box)();
			return done;
		};
	}
	yield start(() => made);
}

/** Compose 1.29.2: takes the old one out of the way first, and removes it last. */
function* v1(world: World): Generator<Order> {
	const { boxes, proper, image } = world;
	const { create, stop, remove, rename, start } = orders(world);
	const [kept, ...younger] = boxes.values();
	for (const box of younger) yield remove(box);
	if (kept !== undefined && kept.image === image()) {
		if (kept.state !== 'running') yield start(() => kept);
		return;
	}
	if (kept !== undefined) {
		yield stop(kept);
		yield rename(() => kept, temporary(kept.id, proper));
	}
	let made: ComposeBox | undefined;
	yield create(proper, (box) => {
		made = box;
	});
	// It leaves its network and joins it again, with its alias.
	yield () => true;
	yield () => true;
	yield start(() => made);
	if (kept !== undefined) yield remove(kept);
}

/** A project of one service, not up yet. */
export function simulatedCompose(tool: 'v2' | '1.29'): SimulatedCompose {
	const boxes = new Map<string, ComposeBox>();
	const proper = tool === 'v2' ? 'shop-api-1' : 'shop_api_1';
	let image = '';
	let made = 0;
	const next = () => {
		made += 1;
		return `box${made}`;
	};
	const world: World = { proper, boxes, image: () => image, next };
	return {
		proper,
		boxes,
		tag: (now) => {
			image = now;
		},
		up: (allowed = Number.POSITIVE_INFINITY) => {
			let given = 0;
			for (const order of tool === 'v2' ? v2(world) : v1(world)) {
				if (given === allowed) return 'cut';
				given += 1;
				if (!order()) return 'refused';
			}
			return 'done';
		},
	};
}
