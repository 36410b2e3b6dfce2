// A service that is down, slow, or was changed.
import { appAt, deploy, isWell, seen } from '../apps.ts';
import type { Walked } from '../scene.ts';

const impact = 'Nobody can order.';
const elsewhere = 'is walked by itself, by its own name';

export const service: Readonly<Record<string, Walked>> = {
	'service-down': {
		services: { web: appAt(18101) },
		scenes: [
			{
				// It fell, and nothing was released.
				of: 'production/web',
				values: { impact },
				broken: async (deck) => {
					await deploy(deck, 'web', 'app:v1', 18101);
					await seen(deck, 'production/web', 'ok');
					await deck.lab.halt('web');
				},
				steps: [
					['down', 'ok'],
					['logs', 'ok'],
					['ended', 'ok'],
					['room', 'ok'],
					['which-way', { taken: 'restart' }],
					['restart', 'ok'],
					['recovered', 'ok'],
					['watch', 'ok'],
				],
				ends: (deck) => isWell(deck, 'web', 'app:v1'),
			},
			{
				// A release that answers with errors; the disk is full besides, which says so first.
				of: 'production/web',
				values: { impact },
				broken: async (deck) => {
					await deploy(deck, 'web', 'app:v2', 18101);
					deck.measures('host/box/disk', 0.97);
				},
				steps: [
					['down', 'ok'],
					['logs', 'ok'],
					['ended', 'ok'],
					['room', 'failed'],
					['which-way', { taken: 'make-room-on-the-disk' }],
					['make-room-on-the-disk', 'ok'],
					['which-way', 'goes', (deck) => deck.measures('host/box/disk', 0.5)],
					['which-way', { chosen: 'roll-back' }],
					['roll-back', 'ok'],
					['watch', 'ok'],
				],
				ends: (deck) => isWell(deck, 'web', 'app:v1'),
			},
		],
		left: {
			'which-way-now': 'a restart that does not help is held by watchdeck for as long as its proof waits',
			'raise-the-memory-limit': `memory-leak ${elsewhere}`,
			'on-dokku-dokploy-or-flyio': `restart-or-roll-back-elsewhere ${elsewhere}`,
		},
	},
};
