// What decision 021 stands on: Compose, killed before its n-th order, and the traps in what it does next.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ComposeTool, Project } from '../lab/compose.ts';
import { type Cutter, startCutter } from '../lab/cutter.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';

/** It does not end when asked to: what Compose does at the same time is over before it has. */
const SHOP = `
services:
  api:
    image: live:latest
    command: ["/bin/sh", "-c", "trap '' TERM; while :; do sleep 1; done"]
    stop_grace_period: 1s
    volumes: ["/kept"]
`;

interface Tool {
	readonly words: readonly [string, ...string[]];
	readonly up: readonly string[];
	readonly name: string;
	/** Each order of a recreate, without ids. */
	readonly orders: readonly RegExp[];
}

const TOOLS: Readonly<Record<ComposeTool, Tool>> = {
	v2: {
		words: ['docker', 'compose'],
		up: ['up', '-d', '--no-deps', '--no-build', '--pull', 'never', 'api'],
		name: 'shop-api-1',
		orders: [/create\?name=\w{12}_shop-api-1$/, /\/stop/, /^DELETE/, /rename\?name=shop-api-1$/, /\/start$/],
	},
	'1.29': {
		words: ['/usr/bin/docker-compose'],
		up: ['up', '-d', '--no-deps', '--no-build', 'api'],
		name: 'shop_api_1',
		orders: [
			...[
				/\/stop/,
				/rename\?name=\w{12}_shop_api_1$/,
				/create\?name=shop_api_1$/,
				/disconnect$/,
				/connect$/,
				/\/start$/,
			],
			/^DELETE/,
		],
	},
};

describe.each(['v2', '1.29'] as const)('Compose', (which) => {
	const { words, up, name, orders } = TOOLS[which];
	describeLab(`${which}, killed in the middle of a recreate`, () => {
		let lab: Lab;
		let cutter: Cutter;
		let shop: Project;
		beforeAll(async () => {
			lab = await startLab({ compose: which });
			cutter = await startCutter(lab.socket, join(lab.folder, 'cut.sock'));
		});
		afterAll(async () => {
			await cutter?.close();
			await lab?.stop();
		});

		const nowIs = (release: string) =>
			lab.engine.ask('POST', `/images/app:${release}/tag`, { query: { repo: 'live', tag: 'latest' } });
		/** Each container of the service: its name with `TEMPORARY` for the digits, its release, its state. */
		const left = async (): Promise<readonly string[]> => {
			const releases = new Map([
				[await lab.imageId('app:v1'), 'v1'],
				[await lab.imageId('app:v3'), 'v3'],
			]);
			const all = await Promise.all((await lab.names()).map((each) => lab.inspect(each)));
			return all
				.map(({ Name, Image, State }) => {
					const known = Name.slice(1).replace(/^[0-9a-f]{12}_.*$/, 'TEMPORARY');
					return `${known} ${releases.get(Image)} ${State.Status}`;
				})
				.sort();
		};
		/** A recreate that is killed, with all its processes, before it gives the order after these. */
		const cutAfter = (allowed: number): Promise<void> =>
			new Promise((resolve, reject) => {
				const [program, ...first] = words;
				const env = { ...lab.env(), DOCKER_HOST: `unix://${cutter.socket}` };
				const child = spawn(program, [...first, ...up], { cwd: shop.folder, env, stdio: 'ignore', detached: true });
				cutter.let(allowed, () => process.kill(-(child.pid ?? Number.NaN), 'SIGKILL'));
				child.once('error', reject).once('exit', () => resolve());
			});
		beforeEach(async () => {
			await lab.clear();
			await nowIs('v1');
			shop = await lab.compose('shop', SHOP);
			await nowIs('v3');
		});

		test('gives these orders when it is let', async () => {
			await cutAfter(Number.POSITIVE_INFINITY);
			expect(cutter.orders()).toEqual(orders.map((order) => expect.stringMatching(order)));
			expect(await left()).toEqual([`${name} v3 running`]);
		});

		if (which === 'v2') {
			test('before it stops the old one: an undo by `up` alone leaves nobody', async () => {
				await cutAfter(1);
				expect(await left()).toEqual(['TEMPORARY v3 created', `${name} v1 running`]);
				await nowIs('v1');
				await expect(shop.run(...up)).rejects.toThrow('Conflict');
				expect(await left()).toEqual(['TEMPORARY v1 created']);
			});

			test('before it renames the new one: the next `up` leaves it its temporary name', async () => {
				await cutAfter(3);
				expect(await left()).toEqual(['TEMPORARY v3 created']);
				await shop.run('up', '-d');
				expect(await left()).toEqual(['TEMPORARY v3 running']);
			});
		} else {
			test('before it starts the new one: it finishes by itself, an undo leaves the old one its temporary name', async () => {
				await cutAfter(5);
				expect(await left()).toEqual(['TEMPORARY v1 exited', `${name} v3 created`]);
				await shop.run('up', '-d');
				expect(await left()).toEqual([`${name} v3 running`]);
				await lab.clear();
				await nowIs('v1');
				shop = await lab.compose('shop', SHOP);
				await nowIs('v3');
				await cutAfter(5);
				await nowIs('v1');
				await shop.run(...up);
				expect(await left()).toEqual(['TEMPORARY v1 running']);
			});
		}
	}, [which]);
});
