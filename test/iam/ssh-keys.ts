/** One key as `ssh-keygen` printed it in each encoding, and its fingerprint; the private half was thrown away. */
export const sshKey =
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDIFhgWyezuJennQudQAoxtrThVK7S9/uvphGanIbgg3tsRZMqGChEXwGrmwst2HK5mzrozaxFkmTwoVKsb9qVithD8pNuLis6znn1hNxDAXAUe7bHdjXyj2QPCutd9/VlkJSTuBgSsSZTpMmJ92RYQamxAGNYvV6BXLo3FcKOBosbgsZZzSkuVR5k3hy/Rqe9A6JBgc0ttDNtEz6eEhnK67wwdFU5/FCFZeyc8cMJZoc7PjwFCbrPCd9ve30luWv2XXHCdhGS5r2c8qHzE8LomKzde1u86x1265Zrc/X/2WoFrXIy72uXBQ5lwCxw85tJaHeFqKN72UJaQQyISyfn3'

export const sshKeyFingerprint = 'd4:30:a0:c3:9c:10:7f:6c:5e:ab:e9:85:df:05:43:d2'

export const sshKeyAsPem = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAyBYYFsns7iXp50LnUAKM
ba04VSu0vf7r6YRmpyG4IN7bEWTKhgoRF8Bq5sLLdhyuZs66M2sRZJk8KFSrG/al
YrYQ/KTbi4rOs559YTcQwFwFHu2x3Y18o9kDwrrXff1ZZCUk7gYErEmU6TJifdkW
EGpsQBjWL1egVy6NxXCjgaLG4LGWc0pLlUeZN4cv0anvQOiQYHNLbQzbRM+nhIZy
uu8MHRVOfxQhWXsnPHDCWaHOz48BQm6zwnfb3t9Jblr9l1xwnYRkua9nPKh8xPC6
Jis3XtbvOsdduuWa3P1/9lqBa1yMu9rlwUOZcAscPObSWh3haije9lCWkEMiEsn5
9wIDAQAB
-----END PUBLIC KEY-----
`

/** PKCS #1 */
export const sshKeyAsRsaPem = `-----BEGIN RSA PUBLIC KEY-----
MIIBCgKCAQEAyBYYFsns7iXp50LnUAKMba04VSu0vf7r6YRmpyG4IN7bEWTKhgoR
F8Bq5sLLdhyuZs66M2sRZJk8KFSrG/alYrYQ/KTbi4rOs559YTcQwFwFHu2x3Y18
o9kDwrrXff1ZZCUk7gYErEmU6TJifdkWEGpsQBjWL1egVy6NxXCjgaLG4LGWc0pL
lUeZN4cv0anvQOiQYHNLbQzbRM+nhIZyuu8MHRVOfxQhWXsnPHDCWaHOz48BQm6z
wnfb3t9Jblr9l1xwnYRkua9nPKh8xPC6Jis3XtbvOsdduuWa3P1/9lqBa1yMu9rl
wUOZcAscPObSWh3haije9lCWkEMiEsn59wIDAQAB
-----END RSA PUBLIC KEY-----
`
