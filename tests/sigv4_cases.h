/*
 * The project's own signatures, computed with Python's hashlib and hmac: key AKIAOWNVECTOR0000001,
 * eu-central-1, service connect, 2026-01-31T23:59:59Z.
 */
static const struct sigv4_case own_cases[] = {
    { .name = "a listing",
      .method = "GET",
      .path = "/instance",
      .query = "maxResults=10",
      .headers = { { "Host", "connect.eu-central-1.amazonaws.com" } },
      .canonical = "GET\n"
                   "/instance\n"
                   "maxResults=10\n"
                   "host:connect.eu-central-1.amazonaws.com\n"
                   "x-amz-date:20260131T235959Z\n"
                   "\n"
                   "host;x-amz-date\n"
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .hash = "decca7478588f5b9638d9fd5d06e52faf016a5840aad18c43fc020407bd0a3b1",
      .signature = "6f94ff1776a9e2005861bbf996c4305136bc157eac86ee6e24b867fe49b3acb9" },
    { .name = "a body",
      .method = "PUT",
      .path = "/instance",
      .headers = { { "Host", "connect.eu-central-1.amazonaws.com" },
                   { "Content-Type", "application/json" } },
      .body = "{\"InstanceAlias\":\"demo\"}",
      .canonical = "PUT\n"
                   "/instance\n"
                   "\n"
                   "content-type:application/json\n"
                   "host:connect.eu-central-1.amazonaws.com\n"
                   "x-amz-date:20260131T235959Z\n"
                   "\n"
                   "content-type;host;x-amz-date\n"
                   "85a25712f7116dc870c3a40009962688a9ec6bb65a736caa837be9de023b4772",
      .hash = "351d5f3c5062aa1b0370566f647807c3b7546e75277f22de3fcaf5dc936ed4ea",
      .signature = "cc7d02a1ceccab2973c6c632a12e268da9927fcb9b4f726200501666a413af77" },
    { .name = "a session token",
      .method = "GET",
      .path = "/instance",
      .headers = { { "Host", "connect.eu-central-1.amazonaws.com" } },
      .token = "FwoGZXIvYXdzE==",
      .canonical = "GET\n"
                   "/instance\n"
                   "\n"
                   "host:connect.eu-central-1.amazonaws.com\n"
                   "x-amz-date:20260131T235959Z\n"
                   "x-amz-security-token:FwoGZXIvYXdzE==\n"
                   "\n"
                   "host;x-amz-date;x-amz-security-token\n"
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .hash = "3effb94a13658974f6cc07689d4fde7f17ca75f350a5a44f6b20d50b5dd9e052",
      .signature = "08af902105b31628955700f70515df89ff61ba92b2878f5fad81e8cd52ae34d8" },
    { .name = "an encoded path is encoded again",
      .method = "GET",
      .path = "/tags/arn%3Aaws%3Aconnect%3Aeu-central-1%3A1%3Ainstance%2Fx",
      .headers = { { "Host", "connect.eu-central-1.amazonaws.com" } },
      .canonical = "GET\n"
                   "/tags/arn%253Aaws%253Aconnect%253Aeu-central-1%253A1%253Ainstance%252Fx\n"
                   "\n"
                   "host:connect.eu-central-1.amazonaws.com\n"
                   "x-amz-date:20260131T235959Z\n"
                   "\n"
                   "host;x-amz-date\n"
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .hash = "f054df370ca2ccb3b321abae86ade56a37ec63d101fbb61553b1d31b331b3529",
      .signature = "f42b06cae186ba9a174b960e68b069882d2519c933af429f896536d4907e8487" },
    { .name = "names are sorted before values",
      .method = "GET",
      .path = "/instance",
      .query = "Param-3=c&Param=b&%E1%88%B4=a&Param=a",
      .headers = { { "Host", "connect.eu-central-1.amazonaws.com" } },
      .canonical = "GET\n"
                   "/instance\n"
                   "%E1%88%B4=a&Param=a&Param=b&Param-3=c\n"
                   "host:connect.eu-central-1.amazonaws.com\n"
                   "x-amz-date:20260131T235959Z\n"
                   "\n"
                   "host;x-amz-date\n"
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .hash = "ba4d08381a33a2cb5e8038493761362c1e97818ff4d8b960b25f1b8ee78e1189",
      .signature = "7806bb33407cffe59592f9d3f805beef5d5dae2b04fd5ea636f7382ce079aab3" },
    { .name = "an empty value, a value with an equals sign, a name alone",
      .method = "GET",
      .path = "/instance",
      .query = "b&a=x=y&c=",
      .headers = { { "Host", "connect.eu-central-1.amazonaws.com" } },
      .canonical = "GET\n"
                   "/instance\n"
                   "a=x%3Dy&b=&c=\n"
                   "host:connect.eu-central-1.amazonaws.com\n"
                   "x-amz-date:20260131T235959Z\n"
                   "\n"
                   "host;x-amz-date\n"
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .hash = "e40dc66abdb64512cddf1aa096caac973a887d6b78dfdd99308583ae8e825e15",
      .signature = "dab11206dcd077cac11acf96865de9921cc5d08dffd7558fcc93bb46cc89cc9d" },
    { .name = "hex digits in lower case and raw bytes are recoded",
      .method = "GET",
      .path = "/instance",
      .query = "k=%c3%a9&r=\303\251",
      .headers = { { "Host", "connect.eu-central-1.amazonaws.com" } },
      .canonical = "GET\n"
                   "/instance\n"
                   "k=%C3%A9&r=%C3%A9\n"
                   "host:connect.eu-central-1.amazonaws.com\n"
                   "x-amz-date:20260131T235959Z\n"
                   "\n"
                   "host;x-amz-date\n"
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .hash = "c38cafb2e6caaeb0060baa159a6f8cea5e52495e3fd462b52f6f3cbba4cafa44",
      .signature = "eb5c1399c4d82c8dc14ee86405624a658f0c1d1131cecc9ad00e522a2e765f2a" },
    { .name = "percent signs that encode nothing",
      .method = "GET",
      .path = "/instance",
      .query = "p=100%&q=%zz&r=%4",
      .headers = { { "Host", "connect.eu-central-1.amazonaws.com" } },
      .canonical = "GET\n"
                   "/instance\n"
                   "p=100%25&q=%25zz&r=%254\n"
                   "host:connect.eu-central-1.amazonaws.com\n"
                   "x-amz-date:20260131T235959Z\n"
                   "\n"
                   "host;x-amz-date\n"
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .hash = "1dc9868b97f7990c0863ed6969cb002461a6713d3376d986228d91f2e5758021",
      .signature = "540471581785c30808e88372cd311c769e89d5b3a7596b97635cfba01c67c57c" },
    { .name = "empty pieces of a query",
      .method = "GET",
      .path = "/instance",
      .query = "&&a=1&&",
      .headers = { { "Host", "connect.eu-central-1.amazonaws.com" } },
      .canonical = "GET\n"
                   "/instance\n"
                   "a=1\n"
                   "host:connect.eu-central-1.amazonaws.com\n"
                   "x-amz-date:20260131T235959Z\n"
                   "\n"
                   "host;x-amz-date\n"
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .hash = "1b796e808c1ddafd3717e4ae756e6ec2f1eab8044161b56e4fb818ba2c714c3d",
      .signature = "ded65f4e9b015fc20692b9d41dcc8834bc94d00b459e81e69f7263207b2f767a" },
    { .name = "a space is never a plus",
      .method = "GET",
      .path = "/instance",
      .query = "q=a%20b+c",
      .headers = { { "Host", "connect.eu-central-1.amazonaws.com" } },
      .canonical = "GET\n"
                   "/instance\n"
                   "q=a%20b%2Bc\n"
                   "host:connect.eu-central-1.amazonaws.com\n"
                   "x-amz-date:20260131T235959Z\n"
                   "\n"
                   "host;x-amz-date\n"
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .hash = "f000f912bbefd1695912e365e0e181f2a4f7301dc09c3cf6032d5523d640e501",
      .signature = "6e607e805e7f44b1efdde508e9fadc1ae5ae534fa6e0a2f6917fb8082919d9e6" },
    { .name = "header names in any case, values folded",
      .method = "GET",
      .path = "/instance",
      .headers = { { "Host", "connect.eu-central-1.amazonaws.com" },
                   { "X-Second", " two\t words \r\n  more " },
                   { "x-First", "1" } },
      .canonical = "GET\n"
                   "/instance\n"
                   "\n"
                   "host:connect.eu-central-1.amazonaws.com\n"
                   "x-amz-date:20260131T235959Z\n"
                   "x-first:1\n"
                   "x-second:two words more\n"
                   "\n"
                   "host;x-amz-date;x-first;x-second\n"
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .hash = "d468dcc4a7085704a3607ffca7b50ce82e9a4dbbff8f751536bb122e17417c18",
      .signature = "b65cb114e31afea2cbeed174955deb7e4febeef4d4b88047dee7e10fcfad6d2b" },
    { .name = "two fields of one name",
      .method = "GET",
      .path = "/instance",
      .headers = { { "Host", "connect.eu-central-1.amazonaws.com" },
                   { "X-Multi", "b" },
                   { "x-multi", "a" },
                   { "X-MULTI", "b" } },
      .canonical = "GET\n"
                   "/instance\n"
                   "\n"
                   "host:connect.eu-central-1.amazonaws.com\n"
                   "x-amz-date:20260131T235959Z\n"
                   "x-multi:b,a,b\n"
                   "\n"
                   "host;x-amz-date;x-multi\n"
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .hash = "ca9ad132379eaa33acda32bac16b7f3a460e18cc2102dc768c9d323d24c0c7c7",
      .signature = "c75990af16782ed46cd02d59717b76fe2850136ac7de6ffbd142818313c22162" },
    { .name = "a port in the host",
      .method = "GET",
      .path = "/instance",
      .headers = { { "Host", "connect.local:8443" } },
      .canonical = "GET\n"
                   "/instance\n"
                   "\n"
                   "host:connect.local:8443\n"
                   "x-amz-date:20260131T235959Z\n"
                   "\n"
                   "host;x-amz-date\n"
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .hash = "b9c2c0ec57aec17888dbfbfccafa72cff3ce024bea63711e4ee552aca8edb8a2",
      .signature = "5f205d1076d6eccabbc48b965e5cba413014da8de6fef8af8f01625785ce480d" },
    { .name = "an IPv6 host",
      .method = "GET",
      .path = "/prefix/instance",
      .headers = { { "Host", "[::1]:5000" } },
      .canonical = "GET\n"
                   "/prefix/instance\n"
                   "\n"
                   "host:[::1]:5000\n"
                   "x-amz-date:20260131T235959Z\n"
                   "\n"
                   "host;x-amz-date\n"
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .hash = "49153a78de3145be0af4444218a45657ebda0e0623d7a860b5f052be14be6cd6",
      .signature = "4957c46a5f361644ec54405f8b5fd3f86c2b70147aa7dbb3d230b8a8b1d026a5" },
    { .name = "dot segments and double slashes",
      .method = "GET",
      .path = "/a/./b//c/../d/",
      .headers = { { "Host", "connect.eu-central-1.amazonaws.com" } },
      .canonical = "GET\n"
                   "/a/b/d/\n"
                   "\n"
                   "host:connect.eu-central-1.amazonaws.com\n"
                   "x-amz-date:20260131T235959Z\n"
                   "\n"
                   "host;x-amz-date\n"
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .hash = "5f846e3eb11cd4ba8baa218a8c794790a60ed6bb9e7feec44111bb210a6605f5",
      .signature = "21ebc586c4054f0440e4c2e544f3065d4b69f3c05034516ff077e1f6d191cb0b" },
    { .name = "kept as it is",
      .method = "GET",
      .path = "/a/./b//c/../d/",
      .headers = { { "Host", "connect.eu-central-1.amazonaws.com" } },
      .keep_path = true,
      .canonical = "GET\n"
                   "/a/./b//c/../d/\n"
                   "\n"
                   "host:connect.eu-central-1.amazonaws.com\n"
                   "x-amz-date:20260131T235959Z\n"
                   "\n"
                   "host;x-amz-date\n"
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .hash = "874fb17674507fb5c299ca4e141c9a3cc0eebe9954baa11949b0f322695bc166",
      .signature = "5c047496054234fa5afeda5bb634bfcf47e6f2de64678b8e52660e267452ad56" },
    { .name = "more dots than segments",
      .method = "GET",
      .path = "/../../x/..",
      .headers = { { "Host", "connect.eu-central-1.amazonaws.com" } },
      .canonical = "GET\n"
                   "/\n"
                   "\n"
                   "host:connect.eu-central-1.amazonaws.com\n"
                   "x-amz-date:20260131T235959Z\n"
                   "\n"
                   "host;x-amz-date\n"
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .hash = "83e1ebf8a3626cd576c725f6580b9bd1915c1d1a64799decbe7a863b1dc86ad5",
      .signature = "033e07b61de3e8851a1f0ab5f9279137fa0e8eb7a3482f2b664a2e04db88ee57" },
    { .name = "an empty path",
      .method = "GET",
      .path = "",
      .headers = { { "Host", "connect.eu-central-1.amazonaws.com" } },
      .canonical = "GET\n"
                   "/\n"
                   "\n"
                   "host:connect.eu-central-1.amazonaws.com\n"
                   "x-amz-date:20260131T235959Z\n"
                   "\n"
                   "host;x-amz-date\n"
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .hash = "83e1ebf8a3626cd576c725f6580b9bd1915c1d1a64799decbe7a863b1dc86ad5",
      .signature = "033e07b61de3e8851a1f0ab5f9279137fa0e8eb7a3482f2b664a2e04db88ee57" },
    { .name = "encoded dots are text",
      .method = "GET",
      .path = "/%2e%2e/instance",
      .headers = { { "Host", "connect.eu-central-1.amazonaws.com" } },
      .canonical = "GET\n"
                   "/%252e%252e/instance\n"
                   "\n"
                   "host:connect.eu-central-1.amazonaws.com\n"
                   "x-amz-date:20260131T235959Z\n"
                   "\n"
                   "host;x-amz-date\n"
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .hash = "e6ca12d8f8a1a614b996420f3049a8b700814102b58d6370db3f8220102d4958",
      .signature = "9b30893d6c0b068b6db1a56a55a331a1eca4a8c64e3c9ab7f8a6716c95e80bd3" },
    { .name = "a hash that is given stands for the body",
      .method = "POST",
      .path = "/instance",
      .headers = { { "Host", "connect.eu-central-1.amazonaws.com" },
                   { "X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD" } },
      .body = "whatever",
      .canonical = "POST\n"
                   "/instance\n"
                   "\n"
                   "host:connect.eu-central-1.amazonaws.com\n"
                   "x-amz-content-sha256:UNSIGNED-PAYLOAD\n"
                   "x-amz-date:20260131T235959Z\n"
                   "\n"
                   "host;x-amz-content-sha256;x-amz-date\n"
                   "UNSIGNED-PAYLOAD",
      .hash = "f70b6b8551309b7a836d7c872191778f109709f528629c1459cae41fe4aa1f57",
      .signature = "e642691ec78dab0d90180743c77359d052ffb67d3b04260ba31b20bd16aae524" },
    { .name = "headers that may change on the way are left out",
      .method = "GET",
      .path = "/instance",
      .headers = { { "Host", "connect.eu-central-1.amazonaws.com" },
                   { "Connection", "x" },
                   { "Expect", "x" },
                   { "Keep-Alive", "x" },
                   { "Proxy-Authenticate", "x" },
                   { "Proxy-Authorization", "x" },
                   { "TE", "x" },
                   { "Trailer", "x" },
                   { "Transfer-Encoding", "x" },
                   { "Upgrade", "x" },
                   { "User-Agent", "x" },
                   { "X-Amzn-Trace-Id", "x" },
                   { "Sec-WebSocket-Key", "x" },
                   { "Sec-WebSocket-Protocol", "x" },
                   { "Sec-WebSocket-Version", "x" },
                   { "X-Kept", "yes" } },
      .canonical = "GET\n"
                   "/instance\n"
                   "\n"
                   "host:connect.eu-central-1.amazonaws.com\n"
                   "x-amz-date:20260131T235959Z\n"
                   "x-kept:yes\n"
                   "\n"
                   "host;x-amz-date;x-kept\n"
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .hash = "6621c3e6842415b8f665624b4f7bb232e62b23ed0637ab3cd955e5521b517a07",
      .signature = "8e08d7eec3ad5e5981fbf07a6b442a48cbf365c4dc4378a0e8dd73377e0d31c9" },
    { .name = "a method in lower case",
      .method = "delete",
      .path = "/instance/1",
      .headers = { { "Host", "connect.eu-central-1.amazonaws.com" } },
      .canonical = "DELETE\n"
                   "/instance/1\n"
                   "\n"
                   "host:connect.eu-central-1.amazonaws.com\n"
                   "x-amz-date:20260131T235959Z\n"
                   "\n"
                   "host;x-amz-date\n"
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .hash = "a7fe0973a492430d747289839a86ffeb4febc9efe95bee9b7e14d39f82424739",
      .signature = "e0b27460dc42022b5af1a83eb0386a21c675f0a191148849a4297f97abf3c835" },
    { .name = "a secret with high bytes",
      .method = "GET",
      .path = "/instance",
      .headers = { { "Host", "connect.eu-central-1.amazonaws.com" } },
      .secret = "\377\376\200own\303\251",
      .canonical = "GET\n"
                   "/instance\n"
                   "\n"
                   "host:connect.eu-central-1.amazonaws.com\n"
                   "x-amz-date:20260131T235959Z\n"
                   "\n"
                   "host;x-amz-date\n"
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .hash = "6be2743b36b9c1a7823611466a13459be128684360b799e3ab40048e1fed6154",
      .signature = "11b66812a8d7a1015f299d4f3e2056857d0b13f930e4deafca844448658c8d75" },
};
