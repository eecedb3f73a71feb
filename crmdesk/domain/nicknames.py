"""First names and what their bearers are called: each line is one name in its long and short forms."""

GROUPS = """
robert bob bobby rob robbie bert roberto beto
william bill billy will willy liam wilhelm willi willem wim
richard dick rick ricky rich richie ricardo
edward ed eddie ted teddy ned eduardo edu dudu lalo
james jim jimmy jamie jem
john johnny jack jon
jonathan jon jonny nathan
michael mike mick mickey micky michi michel mikael
charles charlie chuck chas chaz karl carl
thomas tom tommy tomas
joseph joe joey jo josef sepp beppi
daniel dan danny dani
david dave davy davey
matthew matt matty
matthias matze mattias hias
christopher chris kit topher christoph christophe
christian chris christl
anthony tony ant toni
andrew andy drew
andreas andi andy
alexander alex al sandy xander sascha lex
alexandra alex sandra sandy lexi sasha
alexandre alex xande alê
alejandro alex ale jano
steven stephen steve stevie steph stefan steffen stephan
nicholas nick nicky nico nicolas klaus nikolaus niklas
benjamin ben benny benji
samuel sam sammy
samantha sam sammie
patrick pat paddy
patricia pat patty patti trish tricia pati paty
peter pete piet pieter
philip phillip phil pip philipp philippe
gregory greg
kenneth ken kenny
ronald ron ronnie
donald don donnie
lawrence laurence larry lars
leonard len lenny leo
leonardo leo léo
frederick fred freddie freddy friedrich fritz frédéric
frederica fred freddie rica
francis frank fran frankie franz
gerald gerry jerry
gerard gerry gérard
geoffrey jeffrey geoff jeff
douglas doug dougie
raymond ray
walter walt wally
albert al bert bertie
arthur art artie
harold harry hal
henry harry hank hal heinrich heinz henri
theodore ted teddy theo
vincent vince vinnie vin
victor vic
timothy tim timmy
zachary zach zack
joshua josh
jacob jake jakob
nathaniel nate nathan nat
eugene gene
stanley stan
bernard bernie bernhard
herbert herb bert
clifford cliff
bradley brad
russell russ
terence terry terrence
maximilian max maxim
maxwell max
oliver ollie olly
sebastian seb basti bastian sébastien
elizabeth liz lizzie lizzy beth betty betsy eliza libby elisabeth elise lisa liesel lisbeth sissi bess
katherine catherine kate kathy cathy katie kat kitty kathryn katharina kathi käthe catalina
margaret maggie meg peggy madge marge margie greta rita margarete grete gretel
mary molly polly may mamie
maria mia mariazinha maru
jennifer jen jenny jenni
jessica jess jessie
deborah debra deb debbie
barbara barb barbie babs babsi basia
susan sue susie suzy susanna susanne suzanne susi
rebecca becky becca
pamela pam
cynthia cindy
christine christina chris tina chrissie kristina kirsten
theresa teresa terry tess tessa teresinha teca
victoria vicky vicki tori
dorothy dot dottie dolly dorothea dora thea
judith judy judi jutta
sandra sandy
linda lindy
abigail abby gail
amanda mandy
angela angie angel
anne ann annie nan nancy anna hannah
antoinette toni nettie
beatrice bea trixie beatrix
caroline carol carrie carolina carola
charlotte lottie charlie lotte
eleanor ellie nell nora ella leonor
emily em emmy
evelyn eve evie
florence flo flossie
frances fran franny francesca franziska franzi
gabrielle gabriella gabby gabi gabriela
georgina georgie gina georgia
gertrude gertie trudy gerti
gwendolyn gwen wendy
helen nell nellie ellen helene lena leni helena
jacqueline jackie jacqui
josephine jo josie
joanna joanne jo asia johanna hanna
kimberly kim
lillian lily lilian
louise lou
madeline maddie madeleine
martha patty mattie
matilda tilly mathilde
melissa mel missy
natalie nat nathalie
olivia liv livvie
penelope penny
philippa pippa pip
rosemary rose rosie
sarah sally sadie sara
stephanie steph steffi stefanie
sylvia syl silvia
valerie val
virginia ginny
vivian viv
winifred winnie
yvonne vonnie
josé zé zeca pepe zezinho
joão joãozinho jão
francisco chico paco pancho curro kiko
francisca chica paca paquita
antónio antonio toninho tonho tó toni toño tonino tonico
manuel manoel mané manel manolo manu
emmanuel manu
luís luiz lula luisinho luizinho lucho
carlos cacá carlinhos carlito
fernando nando
fernanda nanda fê
paulo paulinho
pedro pedrinho
alberto beto berto
gilberto beto giba
humberto beto
augusto guto
gustavo guga gus
guilherme gui
henrique rique
enrique quique kike
rafael rafa
rafaela rafa
raimundo mundinho
sebastião tião bastião
severino biu
teresa teca tetê
beatriz bia bea
isabel bel isa belinha isabela isabella bela
daniela dani
juliana ju juju
luciana lu
luciano lu lucho
ana aninha anita
cristina cris tina
cristiano cris
marcelo celo
mariana mari
márcia marcinha
eduarda duda
vinícius vini
vitor vítor vitinho
thiago tiago ti
rodrigo digo rodri
ignacio nacho
jesús chus chuy
guadalupe lupe lupita
dolores lola
concepción concha conchita
mercedes merche meche
rosario charo
pilar pili
consuelo chelo
santiago santi
javier javi
rosa rosita
graciela chela
hector tito
roberto tito
giuseppe beppe peppe pino peppino
giovanni gianni nanni vanni
francesco checco franco cecco
luigi gigi gino
vincenzo enzo
lorenzo renzo
domenico mimmo
salvatore totò turi
alessandro sandro ale
alessandra sandra ale
johannes hans johann jan johan hannes
cornelis cees kees cor
hendrik henk rik
antonius ton toon teun
petrus piet peter
gerardus gerard ger
jacobus jaap koos sjaak
wolfgang wolf wolfi
ulrich uli ulli
ursula uschi ulla uli
joachim jochen achim
hans-joachim hajo
karl-heinz kalle karlheinz
günther gunther günter guenter
manfred manni fredi
sigrid sigi
siegfried sigi siggi
rudolf rudi
ludwig lutz wiggerl
dietrich dieter
reinhard reiner rainer
angelika geli
brigitte gitte gitti
hildegard hilde
edeltraud traudl
gabriele gabi
magdalena magda lena leni
aleksandra ola olka
andrzej jędrek andrzejek
anna ania anka aneczka
elżbieta ela elka
grzegorz grzesiek grześ
jan janek jaś janusz
józef józek
katarzyna kasia kaśka
krzysztof krzysiek krzyś
krystyna krysia
małgorzata gosia małgosia
maria marysia maryla
piotr piotrek
stanisław staszek stach
tomasz tomek
wojciech wojtek
zbigniew zbyszek
zofia zosia
agnieszka aga
paweł pawełek
mehmet memo memet mehmed muhammed
mustafa mıstık mıstı
ibrahim ibo
süleyman sülo
ahmet ahmo
hüseyin hüso
hasan hasso
ismail iso
osman osi
murat muro
abdullah apo abdo
fatma fatoş fato
ayşe ayşegül ayşecan
zeynep zeyno
emine emoş
hatice hatça
elif elifnur
александр саша шура саня санёк alexander aleksandr sasha
александра саша шура саня aleksandra
алексей лёша алёша лёха alexey aleksey
анна аня анюта анечка нюра
анастасия настя ася
андрей андрюша
борис боря
валентина валя
валентин валя
валерий валера
василий вася
виктор витя
виктория вика
владимир вова володя vladimir
владислав влад слава
вячеслав слава
галина галя
геннадий гена
георгий гоша жора
григорий гриша
дмитрий дима митя dmitry
евгений женя жека
евгения женя
екатерина катя
елена лена алёна
елизавета лиза
иван ваня
игорь игорёк
ирина ира
константин костя
ксения ксюша оксана
лариса лара
леонид лёня
любовь люба
людмила люда люся мила
маргарита рита
мария маша маруся маня
михаил миша
надежда надя
наталья наталия наташа ната
никита ник
николай коля
ольга оля
павел паша
пётр петя
полина поля
роман рома
светлана света
семён сёма
сергей серёжа серёга сережа
станислав стас слава
степан стёпа
татьяна таня
фёдор федя
юлия юля
юрий юра
яков яша
ярослав слава ярик
"""
