// A service that is down, slow, or was changed.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deck } from '../deck.ts';
import type { Walked } from '../scene.ts';
import { begin, deploy, HOME, mustBe, mustBeWell, seen } from '../stage.ts';

const of = 'production/web';
const impact = 'Nobody can order.';
const url = 'http://127.0.0.1:18101/health';
const itself = (name: string) => `${name} is walked by itself`;

/** A release that answers 500, after one that is well. */
const badRelease = async (deck: Deck): Promise<void> => {
	await begin(deck);
	await deploy(deck, 'app:v2');
};

/** A repository with a release, and a fix of it on a branch of its own; gives both commits. */
const repository = (): { readonly folder: string; readonly release: string; readonly commit: string } => {
	const folder = join(HOME, 'repository');
	const git = (...words: readonly string[]) =>
		execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words], {
			encoding: 'utf8',
		}).trim();
	mkdirSync(folder);
	git('init', '-q', '-b', 'main');
	const put = (text: string): string => {
		writeFileSync(join(folder, 'shop.txt'), text);
		git('add', '.');
		git('commit', '-q', '-m', text);
		return git('rev-parse', 'HEAD');
	};
	const release = put('release');
	execFileSync('git', ['clone', '-q', '--bare', folder, `${folder}.git`], { stdio: 'ignore' });
	git('remote', 'add', 'origin', `${folder}.git`);
	git('switch', '-q', '-c', 'fix');
	const commit = put('mended');
	git('switch', '-q', 'main');
	return { folder, release, commit };
};

export const service: Readonly<Record<string, Walked>> = {
	'service-down': {
		scenes: [
			{
				// It fell, and nothing was released.
				of,
				values: { impact },
				broken: async (deck) => {
					await begin(deck);
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
				ends: (deck) => mustBeWell(deck),
			},
			{
				// A release that answers with errors; the disk is full besides, which says so first.
				of,
				values: { impact },
				broken: async (deck) => {
					await badRelease(deck);
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
				ends: (deck) => mustBeWell(deck),
			},
		],
		left: {
			'which-way-now': 'watchdeck holds a restart that does not help for as long as its proof waits',
			'raise-the-memory-limit': itself('memory-leak'),
			'on-dokku-dokploy-or-flyio': itself('restart-or-roll-back-elsewhere'),
		},
	},
	'critical-feature-broken': {
		scenes: [
			{
				of,
				values: { impact, url, database_container: 'db', redis_container: 'cache' },
				broken: badRelease,
				steps: [
					['address', 'failed'],
					['what-changed', { chosen: 'accepts' }],
					['accepts', 'ok'],
					['query', 'ok'],
					['redis', 'ok'],
					['log', 'ok'],
					['variables', 'ok'],
					['which-way', { taken: 'roll-back' }],
					['roll-back', 'ok'],
					['works', 'ok'],
					['which-way', 'goes'],
					['which-way', { chosen: 'restart' }],
					['restart', 'ok'],
					['works', 'ok'],
				],
				ends: (deck) => mustBeWell(deck),
			},
		],
	},
	'major-degradation': {
		scenes: [
			{
				of,
				values: { impact, url, database_container: 'db', redis_container: 'cache' },
				broken: async (deck) => {
					await begin(deck);
					await deploy(deck, 'app:slow');
					await deck.until('it is slow', () => (deck.feeds.numbers(`${of}/p95`)?.last()?.value ?? 0) > 800);
				},
				steps: [
					['bounds', 'failed'],
					['since-when', { chosen: 'answer' }],
					['answer', 'ok'],
					['stats', 'ok'],
					['load', 'ok'],
					['activity', 'ok'],
					['cache', 'ok'],
					['what-helps', { chosen: 'roll-back' }],
					['roll-back', 'ok'],
					['better', 'ok'],
					['what-helps', 'goes'],
					// A container that nobody can make more of: the way out is a restart.
					['what-helps', { chosen: 'more' }],
					['more', 'refused'],
					['restart', 'ok'],
					['better', 'ok'],
				],
				ends: (deck) => mustBeWell(deck),
			},
		],
		left: { 'memory-leak': itself('memory-leak') },
	},
	'minor-issue': {
		scenes: [
			{
				of,
				values: { report: 'a customer, by mail' },
				broken: (deck) => begin(deck),
				steps: [
					['is-it-really-minor', { chosen: 'numbers' }],
					['numbers', 'ok'],
					['log', 'ok'],
					['is-it-really-minor', 'goes'],
					['is-it-really-minor', { chosen: 'raise-it' }],
					['raise-it', 'ok'],
				],
			},
		],
	},
	'errors-after-release': {
		scenes: [
			{
				// By hand, then further back still.
				of,
				values: { impact, older: 'v3' },
				broken: async (deck) => {
					await deploy(deck, 'app:v3');
					await deploy(deck, 'app:v1');
					await badRelease(deck);
					await seen(deck, of, 'down');
				},
				steps: [
					['errors', 'failed'],
					['did-it-begin-with-the-release', { chosen: 'is-it-being-taken-back-already' }],
					['is-it-being-taken-back-already', { chosen: 'what-would-not-come-back' }],
					['what-would-not-come-back', { chosen: 'roll-back' }],
					['roll-back', 'ok'],
					['image', 'ok'],
					['better', 'ok'],
					['further', 'goes'],
					['further', 'ok'],
					['image', 'ok'],
					['better', 'ok'],
				],
				ends: (deck) => mustBeWell(deck, 'app:v3'),
			},
			{
				// Each request does damage; then somebody else's roll back is waited for.
				of,
				values: { impact },
				broken: async (deck) => {
					await badRelease(deck);
					await seen(deck, of, 'down');
				},
				steps: [
					['errors', 'failed'],
					['did-it-begin-with-the-release', { chosen: 'is-it-being-taken-back-already' }],
					['is-it-being-taken-back-already', { chosen: 'stop' }],
					['stop', 'ok'],
					['roll-back', 'ok'],
					['image', 'ok'],
					['better', 'ok'],
					['is-it-being-taken-back-already', 'goes'],
					['is-it-being-taken-back-already', { chosen: 'automatic' }],
					['automatic', 'ok'],
					['image', 'ok'],
					['better', 'ok'],
				],
				ends: (deck) => mustBeWell(deck),
			},
		],
		left: {
			'another-cause': itself('major-degradation'),
			'failed-migration': itself('failed-migration'),
			'on-dokku-dokploy-or-flyio': itself('restart-or-roll-back-elsewhere'),
		},
	},
	'memory-leak': {
		scenes: [
			{
				// It is killed once, and stays down; its limit is doubled.
				of,
				values: { limit: '256m', app: 'shop' },
				broken: async (deck) => {
					await begin(deck);
					await deploy(deck, 'app:v3', { memory: 128 * 1024 * 1024, restart: 'no' });
					writeFileSync(
						join(HOME, 'kernel'),
						'Nov 22 03:00:00 box kernel: oom-kill:constraint=CONSTRAINT_MEMCG,task=node\n',
					);
					await deck.lab.tell('web', { leak: 300 });
					await deck.lab.becomes('web', ({ State }) => !State.Running);
				},
				steps: [
					['ended', 'ok'],
					['kernel', 'ok'],
					['limit', 'ok'],
					['swap', 'ok'],
					['leak-or-load', { chosen: 'keep-what-shows-it' }],
					// What is dead shows nothing any more.
					['processes', 'failed'],
					['restart', 'ok'],
					['stays', 'ok'],
					['leak-or-load', 'goes'],
					['leak-or-load', { chosen: 'keep-what-shows-it' }],
					['processes', 'ok'],
					['leak-or-load', 'goes'],
					['leak-or-load', { chosen: 'raise-the-limit' }],
					['raise-the-limit', { chosen: 'docker-and-compose' }],
					['docker-limit', 'ok'],
					['stays', 'ok'],
					['raise-the-limit', 'goes'],
					['raise-the-limit', { chosen: 'dokku' }],
					['dokku-limit', 'ok'],
					['stays', 'ok'],
					['raise-the-limit', 'goes'],
					['raise-the-limit', { chosen: 'flyio' }],
					['fly-limit', 'ok'],
					['stays', 'ok'],
					['leak-or-load', 'goes'],
					['leak-or-load', { chosen: 'roll-back' }],
					['roll-back', 'ok'],
					['stays', 'ok'],
				],
				ends: (deck) => mustBeWell(deck),
			},
		],
		left: {
			'swarm-limit': 'the engine of this lab is no Swarm',
			replicas: 'the engine of this lab is no Swarm, and a container alone has no replicas',
		},
	},
	'standard-deployment': {
		scenes: [
			{
				of,
				values: {
					...{ image: 'app:v3', commit: 'abc1234', repository: 'owner/shop', url, dataset: 'db' },
					changes: 'The basket keeps what is in it.',
				},
				broken: (deck) => begin(deck),
				steps: [
					['before', 'ok'],
					['tests', 'ok'],
					['backup', 'ok'],
					['where-is-it-deployed', { chosen: 'deploy' }],
					['deploy', 'ok'],
					['answers', 'ok'],
					['watch', 'ok'],
					['where-is-it-deployed', 'goes'],
					['where-is-it-deployed', { chosen: 'deploy-on-dokku-dokploy-or-flyio' }],
					['deploy-on-dokku-dokploy-or-flyio', 'ok'],
					['was-it-deployed-there', { chosen: 'answers' }],
					['answers', 'ok'],
					['watch', 'ok'],
				],
				ends: (deck) => mustBeWell(deck, 'app:v3'),
			},
		],
		left: { 'take-it-back': itself('errors-after-release') },
	},
	hotfix: {
		scenes: [
			{
				of,
				values: async () => {
					const { folder, release, commit } = repository();
					return {
						repository: folder,
						release,
						commit,
						github: 'owner/shop',
						image: 'app:v1',
						what: 'Orders are counted once.',
					};
				},
				broken: (deck) => begin(deck, 'app:v3'),
				steps: [
					['would-a-roll-back-do', { chosen: 'branch' }],
					['branch', 'ok'],
					['change', 'ok'],
					['tests', 'ok'],
					['deploy', 'ok'],
					['watch', 'ok'],
					['roll-back', 'goes'],
					['roll-back', 'ok'],
				],
				ends: async (deck) => {
					await mustBeWell(deck, 'app:v1');
					const on = execFileSync('git', ['-C', join(HOME, 'repository'), 'branch', '--show-current'], {
						encoding: 'utf8',
					});
					mustBe('the branch of the fix is there', on.trim() === 'hotfix/urgent');
				},
			},
		],
	},
};
