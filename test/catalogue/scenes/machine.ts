// Machines: full, lost, broken into, or looked after.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Walked } from '../scene.ts';
import { begin, DOMAIN, HOME, mustBe, mustBeWell } from '../stage.ts';
import { asked } from '../stand-ins.ts';

const impact = 'Nobody can order.';
const itself = (name: string) => `${name} is walked by itself`;
const url = 'http://127.0.0.1:18101/health';
const docker = (...words: readonly string[]): string => execFileSync('docker', words, { encoding: 'utf8' }).trim();
const compose = `services:\n  db: { image: 'quiet:v1', command: [/bin/sleep, '1000000'], init: true }\n  app: { image: 'quiet:v1', command: [/bin/sleep, '1000000'], init: true }\n`;
const composeFile = join(HOME, 'compose.yaml');
const remote = join(HOME, 'off-site');

export const machine: Readonly<Record<string, Walked>> = {
	'disk-full': {
		scenes: [
			{
				of: 'host/box',
				values: { container: 'web', database_container: 'db', save: join(HOME, 'last-lines') },
				broken: async (deck) => {
					await begin(deck);
					await deck.lab.tell('web', { say: 'x'.repeat(10_000) });
				},
				steps: [
					['space', 'ok'],
					['folders', { skipped: 'it reads all of the disk of the machine that tests' }],
					['which-way', { chosen: 'build-cache' }],
					['build-cache', 'ok'],
					['enough', 'ok'],
					['which-way', 'goes'],
					['which-way', { chosen: 'journal' }],
					['journal', 'ok'],
					['enough', 'ok'],
					['which-way', 'goes'],
					['which-way', { chosen: 'logs' }],
					['logs', 'ok'],
					['log-file', 'ok'],
					['save', 'ok'],
					['truncate', 'ok'],
					['enough', 'ok'],
					['which-way', 'goes'],
					['which-way', { chosen: 'images' }],
					['images', 'ok'],
					['old-images', 'ok'],
					['enough', 'ok'],
					['which-way', 'goes'],
					['which-way', { chosen: 'slots' }],
					['slots', 'ok'],
					['enough', 'ok'],
				],
				ends: async ({ lab }) => {
					mustBe('the last lines were kept', readFileSync(join(HOME, 'last-lines'), 'utf8').includes('xxxx'));
					const log = docker('inspect', '--format', '{{.LogPath}}', 'web');
					mustBe('the log is short', statSync(log).size < 10_000);
					mustBe('the images of the ways back are there', (await lab.imageId('app:v2')) !== '');
				},
			},
		],
	},
	'certificate-expiring': {
		scenes: [
			{
				values: { domain: DOMAIN, proxy: 'web', app: 'shop' },
				steps: [
					['dates', 'ok'],
					['day', 'failed'],
					['names', 'ok'],
					['port-80', 'ok'],
					['who-renews-it', { chosen: 'certbot' }],
					['certbot', 'ok'],
					['renew', 'ok'],
					['config', 'ok'],
					['reload', 'ok'],
					['new', 'ok'],
					['who-renews-it', 'goes'],
					['who-renews-it', { chosen: 'proxy-log' }],
					['proxy-log', 'ok'],
					['new', 'ok'],
					['who-renews-it', 'goes'],
					['who-renews-it', { chosen: 'dokku' }],
					['dokku', 'ok'],
					['dokku-renew', 'ok'],
					['new', 'ok'],
					['who-renews-it', 'goes'],
					['who-renews-it', { chosen: 'fly' }],
					['fly', 'ok'],
					['new', 'ok'],
				],
				ends: () => {
					const said = execFileSync(
						'sh',
						[
							'-c',
							`openssl s_client -connect ${DOMAIN}:443 </dev/null 2>/dev/null | openssl x509 -noout -checkend 2592000`,
						],
						{ encoding: 'utf8' },
					);
					mustBe('users are given the new one', said.includes('will not expire'));
				},
			},
		],
	},
	'host-down-and-full-recovery': {
		scenes: [
			{
				of: 'host/box',
				values: { address: '127.0.0.1', domain: DOMAIN, impact, environment: 'production' },
				steps: [
					['is-it-the-host-or-the-way-to-it', { chosen: 'port' }],
					// Nothing listens at port 22 of the lab: as a machine that is down.
					['port', 'failed'],
					['users', 'ok'],
					['which-way', { chosen: 'restart-the-machine' }],
					['back', 'ok'],
					['is-it-enough', { chosen: 'well' }],
					['well', 'ok'],
				],
			},
		],
		left: { 'a-new-machine': itself('full-recovery') },
	},
	'full-recovery': {
		scenes: [
			{
				of: 'host/box',
				values: { domain: DOMAIN, new_address: '127.0.0.1', remote, file: composeFile },
				broken: async (deck) => {
					await begin(deck);
					writeFileSync(join(remote, 'nightly.dump'), 'PGDMP');
					writeFileSync(composeFile, compose);
				},
				steps: [
					['copies', 'ok'],
					['check', 'ok'],
					['stores', 'ok'],
					['rest', 'ok'],
					['serves', 'ok'],
					['dns', 'ok'],
					['well', 'ok'],
				],
				ends: () => {
					const runs = docker('ps', '--filter', 'label=com.docker.compose.project=catalogue', '--format', '{{.Names}}');
					mustBe('both services of the file run', runs.split('\n').length === 2);
					docker('compose', '-f', composeFile, 'down');
				},
			},
		],
	},
	'feature-branch-environment': {
		scenes: [
			{
				of: 'host/box',
				values: { name: 'preview-login', file: composeFile, domain: DOMAIN, branch: 'main', dokku_host: '127.0.0.1' },
				broken: () => writeFileSync(composeFile, compose),
				steps: [
					['make-one-or-take-one-away', { chosen: 'the-rules-of-it' }],
					['room', 'ok'],
					['where-does-it-run', { chosen: 'config' }],
					['config', 'ok'],
					['compose-up', 'ok'],
					['answers', 'ok'],
					['where-does-it-run', 'goes'],
					['where-does-it-run', { chosen: 'dokku-app' }],
					['dokku-app', 'ok'],
					['dokku-push', { skipped: 'there is no server of Dokku to push to' }],
					['fly-app', 'ok'],
					['answers', 'ok'],
					['make-one-or-take-one-away', 'goes'],
					['make-one-or-take-one-away', { chosen: 'volumes' }],
					['volumes', 'ok'],
					['remove', 'ok'],
				],
				ends: () =>
					mustBe(
						'it is gone',
						docker('ps', '--all', '--quiet', '--filter', 'label=com.docker.compose.project=preview-login') === '',
					),
			},
		],
		left: { 'stack-up': 'the engine of this lab is no Swarm' },
	},
	'morning-checklist': {
		scenes: [
			{
				of: 'host/box',
				values: { url, domain: DOMAIN, app: 'shop' },
				broken: (deck) => begin(deck),
				steps: [
					['answers', 'ok'],
					['unwell', 'ok'],
					['room', 'ok'],
					['certificate', 'ok'],
					['dokku', 'ok'],
				],
			},
		],
	},
	'weekly-maintenance': {
		scenes: [
			{
				of: 'production/db',
				values: { dataset: 'db', app: 'shop' },
				steps: [
					['before', 'ok'],
					['verify', 'ok'],
					['room', 'ok'],
					['cache', 'ok'],
					['updates', 'ok'],
					['dokku', 'ok'],
				],
			},
		],
	},
	'monthly-maintenance': {
		scenes: [
			{
				of: 'production/db',
				values: { dataset: 'db', container: 'db' },
				broken: () => writeFileSync('/run/reboot-required', '*** System restart required ***\n'),
				steps: [
					['before', 'ok'],
					['backup', 'ok'],
					['verify', 'ok'],
					['simulate', 'ok'],
					['update', 'ok'],
					['must', 'ok'],
					['policies', 'ok'],
					['reboot', 'ok'],
					['restarted', 'ok'],
					['after', 'ok'],
					['growth', 'ok'],
				],
				ends: () => mustBe('the restart was asked for', asked(HOME).includes('shutdown -r +1')),
			},
		],
	},
	'quarterly-maintenance': {
		scenes: [
			{
				of: 'host/box',
				values: { domain: DOMAIN },
				steps: [
					['accounts', 'ok'],
					['listening', 'ok'],
					['tls', 'ok'],
					['disaster-recovery-drill', 'ok'],
				],
			},
		],
	},
	'disaster-recovery-drill': {
		scenes: [
			{
				of: 'host/box',
				values: { dataset: 'production/db', remote, drill: 'box' },
				steps: [
					['copies', 'ok'],
					['verify', 'ok'],
					['the-whole-machine', 'ok'],
					['remains', 'ok'],
				],
			},
		],
	},
	'on-call-handoff': {
		scenes: [{ values: { from_person: 'A', to_person: 'B' }, steps: [['check', 'ok']] }],
	},
	'security-incident': {
		scenes: [
			{
				of: 'production/web',
				values: { network: 'bridge', image: 'app:v1', known: 'Somebody read the orders.' },
				broken: (deck) => begin(deck, 'app:v3'),
				steps: [
					['processes', 'ok'],
					['connections', 'ok'],
					['logins', 'ok'],
					['changed', 'ok'],
					['stays', 'ok'],
					['commit', 'ok'],
					['isolate', 'ok'],
					['rotate', 'ok'],
					['deploy', 'ok'],
				],
				ends: async (deck) => {
					mustBe('it was kept', docker('image', 'inspect', '--format', '{{.Id}}', 'evidence:kept') !== '');
					await mustBeWell(deck, 'app:v1');
				},
			},
		],
	},
	'leaked-secret': {
		scenes: [
			{
				of: 'production/web',
				values: { key: 'API_KEY', app: 'shop', project: 'leaked', file: composeFile, service: 'app' },
				broken: async (deck) => {
					await begin(deck);
					writeFileSync('/dev/shm/new-secret', 'not-a-real-secret\n', { mode: 0o600 });
					writeFileSync(composeFile, compose);
				},
				steps: [
					['is-it-being-used', { chosen: 'make-the-new-one' }],
					['give-it-to-the-service', { chosen: 'compose-write-it-into-its-file' }],
					['compose', 'ok'],
					['works', 'ok'],
					['is-there-a-new-one', { chosen: 'close' }],
					['give-it-to-the-service', 'goes'],
					['give-it-to-the-service', { chosen: 'plain' }],
					['plain', 'ok'],
					['works', 'ok'],
					['is-there-a-new-one', { chosen: 'close' }],
					['give-it-to-the-service', 'goes'],
					['give-it-to-the-service', { chosen: 'dokku' }],
					['dokku', 'ok'],
					['works', 'ok'],
					['is-there-a-new-one', { chosen: 'close' }],
					['give-it-to-the-service', 'goes'],
					['give-it-to-the-service', { chosen: 'fly' }],
					['fly', 'ok'],
					['works', 'ok'],
					['is-there-a-new-one', { chosen: 'close' }],
				],
				ends: () => {
					for (const program of ['dokku', 'fly'])
						mustBe(
							`${program} was given it`,
							readFileSync(join(HOME, `imported-${program}`), 'utf8') === 'API_KEY=not-a-real-secret\n',
						);
					mustBe('it is in no list of processes', !asked(HOME).some((line) => line.includes('not-a-real')));
					docker('compose', '-p', 'leaked', '-f', composeFile, 'down');
				},
			},
		],
		left: {
			'swarm-secret': 'the engine of this lab is no Swarm',
			'swarm-update': 'the engine of this lab is no Swarm',
			dokploy: 'the engine of this lab is no Swarm',
		},
	},
	'deploy-elsewhere': {
		scenes: [
			{
				values: { app: 'shop', image: 'registry.example/shop:7' },
				steps: [
					['which-platform', { chosen: 'dokku-now' }],
					['dokku-now', 'ok'],
					['dokku-deploy', 'ok'],
					['dokku-failed', 'goes'],
					['dokku-failed', 'ok'],
					['which-platform', 'goes'],
					['which-platform', { chosen: 'fly-now' }],
					['fly-now', 'ok'],
					['fly-deploy', 'ok'],
				],
				ends: () =>
					mustBe('the image was deployed', asked(HOME).includes('dokku git:from-image shop registry.example/shop:7')),
			},
		],
		left: {
			'dokploy-now': 'the engine of this lab is no Swarm',
			'dokploy-deploy': 'there is no panel of Dokploy',
			'dokploy-tasks': 'the engine of this lab is no Swarm',
		},
	},
	'restart-or-roll-back-elsewhere': {
		scenes: [
			{
				values: { app: 'shop', old_image: 'registry.example/shop:6' },
				steps: [
					['which-platform-and-what', { chosen: 'dokku-builds' }],
					['dokku-builds', 'ok'],
					['dokku-restart', 'ok'],
					['which-platform-and-what', 'goes'],
					['which-platform-and-what', { chosen: 'dokku-roll-back' }],
					['dokku-roll-back', 'ok'],
					['which-platform-and-what', 'goes'],
					['which-platform-and-what', { chosen: 'fly-restart' }],
					['fly-restart', 'ok'],
					['which-platform-and-what', 'goes'],
					['which-platform-and-what', { chosen: 'fly-releases' }],
					['fly-releases', 'ok'],
					['fly-roll-back', 'ok'],
				],
				ends: () =>
					mustBe(
						'the old image runs again',
						asked(HOME).some((line) => line.startsWith('fly deploy -a shop --image registry.example/shop:6')),
					),
			},
		],
		left: {
			'dokploy-restart': 'the engine of this lab is no Swarm',
			'dokploy-roll-back': 'there is no panel of Dokploy',
			'dokploy-by-hand': 'the engine of this lab is no Swarm',
		},
	},
};

/** Nothing of a walk stays in memory that other tests of this machine would find. */
export const isClean = (): boolean => !existsSync('/dev/shm/new-secret');
