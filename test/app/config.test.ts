import { expect, test } from 'vitest';
import { linesDo, readConfig } from '../../src/app/config.ts';

const text = `environments:
  production:
    services: { api: {} }
    datasets:
      shop:
        kind: postgres
        container: shop-db-1
        database: shop
        folder: /var/backups/shop
        password: "\${cmd:pass show shop/db}"
        off-site: { remote: "r2:b", env: { A: s3, B2_KEY: "\${cmd:[cat, /run/my key]}", C: "\${env:C}" } }
        checks: { orders: { ask: select count(*) from orders } }
        writers: [api]
      cache: { kind: redis, folder: /var/backups/cache }
`;

test('whoever is asked to accept a config is told all that its datasets would run, stop and read', () => {
	const read = readConfig(text);
	const told = read.ok ? linesDo(read.value) : [];
	expect(told).toEqual([
		'read the backups of production/shop in /var/backups/shop on local, and make, copy, test, remove and restore them when asked, and stop production/api while it is restored: {"kind":"postgres","container":"shop-db-1","database":"shop","password":"${cmd:[\\"pass\\",\\"show\\",\\"shop/db\\"]}","tables":[],"checks":[{"name":"orders","ask":"select count(*) from orders"}],"verify":{"in":"apart"},"off-site":{"remote":"r2:b","keep":30,"env":{"A":"s3","B2_KEY":"${cmd:[\\"cat\\",\\"/run/my key\\"]}","C":"${env:C}"}}}',
		'run ["pass","show","shop/db"]',
		'run ["cat","/run/my key"]',
		'read the backups of production/cache in /var/backups/cache on local, and make, copy, test, remove and restore them when asked: {"kind":"redis","tables":[],"checks":[],"verify":{"in":"apart"}}',
	]);
});
