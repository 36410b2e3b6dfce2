#!/usr/bin/env node
// Written for the oldest Node that may start it, so that a Node that is too old is told so instead of failing to parse.
const wanted = [24, 15];
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < wanted[0] || (major === wanted[0] && minor < wanted[1])) {
	process.stderr.write(
		`watchdeck needs Node ${wanted.join('.')} or newer, this is Node ${process.versions.node}: install a newer one from https://nodejs.org.\n`,
	);
	process.exit(1);
}
const { enableCompileCache } = await import('node:module');
enableCompileCache?.();
await import('../dist/cli.js');
