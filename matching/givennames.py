"""Given names: what tells "Dora Pell" from "Planned Growth", and "he" from "she".

Women's and men's names of the United States census of 1990 that are frequent there, and everyday given names of other
languages. A name that both bear, the rarer use more often than one time in six, is in `EITHER`. Names that are everyday
words or places are left out. Lower case; an accent may be missing.

Source: U.S. Census Bureau, "Frequently Occurring Surnames and First Names" (1990), a work of the United States government
and in the public domain.
"""

from __future__ import annotations

from matching.wordlists import word_set

MEN = word_set(
    """
    aaron abdel abdoulaye abdul abdullah abe abel abhishek abner abraham adam adan aditya adolfo adolph
    adrian adrián agustin agustín ahmad ahmed ahmet ajay akira akshay al alain alan alaric alasdair albert
    alberto alden aldo aled alejandro aleksandr alessandro alex alexander alexandr alexei alfie alfonso
    alfonzo alfred alfredo ali alistair allan allen alonzo alphonse alphonso alton alvaro alvin ambrose
    amit amos anand anatoly anders anderson andre andreas andrei andres andrew andrzej andrés andy angelo
    anil anthony antoine anton antonio antony antwan anurag archie arjun arkady armand armando armin
    arnold arnulfo aron arron art arthur artur arturo arun arvind asa ashok ashraf ashwin asif august
    aurelio austin avery avigdor babajide baptiste barack barnaby barney barry bart barton bartosz bashar
    basil bastien beau ben benedikt benito benjamin bennett benny benoit benoît beppe bernabé bernard
    bernardo bernd bert beto bhavesh bilal bill billy binyamin bjarne bjorn björn blaine blake bob bobby
    bojan bongani booker boris boyd brad bradford bradley brady brain branden brandon branko brant braulio
    brendan brent brenton bret brett brian brock brooks bruce bruno bryan bryant bryce bryon buddy buford
    burkhard burt burton byron bülent cal caleb callum calum calvin cameron carl carlo carlos carlton
    carmelo carmine carson carsten carter cathal cecil cedric celestino cem cesar chad chadwick charles
    charley charlie chase cheikh chester chetan chidi chinedu chris christian christoper christophe
    christopher chuck ciaran cipriano clarence clark claude clay clayton clement cleveland cliff clifford
    clifton clint clinton clive clyde cody colby cole coleman colin collin colm conor conrad corey cormac
    cornelius cornell cory coy craig crispin curt curtis cyril cyrus cédric césar dafydd daisuke dale
    dalton damian damien damián damon dan dane danial daniel danny dante daren darin darius darko darnell
    darrel darrell darren darrin darryl darwin daryl dave david davis davit dean deandre declan deepak
    dejan delbert delmar demetrius denis dennis denny deon derek derick derrick desmond detlef devin
    dewayne dewey dewi dewitt dexter dhruv diarmuid dick didier diego dieter dietmar dinesh dino dion dirk
    dmitri dmitry domingo dominic dominick dominik don donal donald donnell donnie donny donovan doug
    douglas doyle dragan drew duane dudley duncan dusan dustin dwayne dwight dylan eamon eamonn earl earle
    earnest eckhard ed eddie eddy edgar edmond edmund edouard eduardo edward edwardo edwin efrain efren
    egon ehud eike eladio elbert eldon eli elias eliezer elijah eliseo elliot elliott ellis elmer elmo
    eloy elton elvin elvis elwood emanuel emeka emerson emery emil emile emiliano emilio emmanuel emmett
    emory emrys enda enrico enrique eoin eric erich erick erik ernest ernesto ernie errol ervin erwin
    esteban ethan etienne euan eugen eugene eugenio eusebio evan evaristo everett everette evgeny evo
    ewald ewan ewen ezekiel ezra fabian fabián fabrice faisal farai farid faris faustino federico felipe
    felix femi ferdinand fergal fergus fermín fernando fethullah fidel finbar fintan fletcher florencio
    florent florian floyd forrest francisco franck francois frank frank-walter franklin franz françois
    fred freddie freddy frederic frederick fredrick fredrik freeman friedrich fritz frédéric fumio fyodor
    félix gabor gabriel gage galen ganesh gareth garland garrett garry garth gary gastón gaurav gavin gaël
    genaro gene gennadi gennady geoffrey george geraint gerald gerard gerardo gerd gerhard germán gernot
    gerold gervasio gethin geun-hye gideon gil gilad gilbert gilberto giles gilles giorgi giorgio giovanni
    giuseppe glen glenn gonzalo goodluck gopal goran gordon gorka grady graeme graham grant grayson greg
    gregg gregorio gregory grigory grover grzegorz grégoire guido guillaume guillermo gunnar gunter
    gunther gus gustavo guy gwyn gyorgy gérald gérard götz günter günther hakan hal halvard hamid hamish
    hamza hank hans hans-peter hao harish harlan harley harold harris harrison harry hartmut haruki haruto
    harvey hassan heath hector heiko heiner heinrich heinz heliodoro helmut helmuth hemant henning henri
    henrik henry herbert heriberto herman hernán herschel hershel herve hervé hicham hilario hiram hiroshi
    holger homer horace horst hossein howard hu hubert hugh hugo humberto hunter hussein huw håkan héctor
    iain ian ibrahim ibrahima ichiro iestyn ieuan ignacio igor iker ilya imad imran ingo ingvar ion ira
    irakli irvin irving irwin isaac isaiah isiah isidoro isidro ismael ismail issac istvan ivan ivica iván
    iñigo jace jacek jacinto jack jackson jacob jacques jaden jae-in jake jakob jamaal jamal jamar jame
    jamel james jamil janusz jared jaroslaw jarrett jarrod jarvis jason jasper jatin javier jaxon jay
    jayson jean-claude jean-françois jean-jacques jean-louis jean-luc jean-marc jean-marie jean-michel
    jean-paul jean-pierre jean-yves jeb jedediah jeff jefferson jeffery jeffrey jeffry jens jerald
    jeremiah jeremy jermaine jerold jerome jerrod jerry jerzy jesper jess jesse jesus jesús jett jian jim
    jimmy jinping jinsoo jintao jiri joakim joaquin joaquín jochen joe joel joerg joesph joey johan john
    johnathan johnathon johnny jon jonas jonathan jonathon jong-il jong-un jordi jorg jorge jorgen jose
    josef josep joseph josh joshua josiah josip josue josé joël juan juergen jules julian julien julio
    julius julián jun junichiro junior jurgen justin jérôme jörg jörn jørgen jürgen kagiso kai kamal
    kareem karim karl karl-heinz karthik kazimierz kazuhiro kazuo keaton keegan keith kelvin ken kendal
    kendrick kenji kenneth kennith kenny kent keqiang kermit kevin khaled khalid ki-moon kieth kirill kirk
    kjell klaus knut kofi koji konstantin krishna kristopher krzysztof kunal kurt kurtis kwabena kwame
    kwesi kyle lachlan lamar lamine lamont lance landon lanny larry lars laszlo laurent lawrence lazaro
    leandro lech lei leif leland lemuel lenny leo leon leonard leonardo leoncio leonel leonid leopoldo
    leroy les lester leszek levan levi lewis liam lincoln linwood lionel lisandro llewellyn lloyd logan
    lon lonnie lorcan loren lorenzo lothar louie louis lowell loyd loïc luc luca lucas luciano lucien
    lucio ludovic ludwig luigi luis luka lukas luke luther lutz lwazi lyle lyman lyndon maciej mack mads
    magnus mahesh mahmoud makoto maksim malcolm malte mamadou mandla manfred manish manoj manuel marc
    marcel marcelino marcial marcin marco marcos marcus marek margarito mariano mario mariusz mark marko
    markus marlin marlon marquis marshall martin marty martín marvin masahiro mason massimo mateusz mathew
    mathieu mathis mats matt matteo matthew matthias maurice mauricio max maxence maxim maxime maximino
    maxwell maynard mehmet melchor melvin menachem merlin merrill mervin micah michael micheal michel
    micheál mick miguel mikael mike mikhail mikkel miles milford millard milos milton min-ho minho mirko
    miroslav miroslaw mitch mitchel mitchell mitt mo mohamed mohammad mohammed mohan moises monroe monte
    monty moritz morris morten morton moses moshe mourad moussa muhammad muhammadu mukesh munir murat
    murray mustafa mykola myles myron médéric nabil naftali naoki naoto napoleon narendra naresh nasser
    nate nathan nathanaël nathaniel neal nebojsa ned neil nelson nenad nestor newt niall nicanor nicholas
    nick nickolas nicolae nicolas nicolás nigel nikhil nikolai nils nitin nizar noah noe nolan norbert
    norberto norman normand norris obadiah obinna octavio oddvar oisin olaf ole oleg oleksandr oleksiy
    oliver olivier olle olof olu olusegun omar onofre oriol orlando orson orville osama oscar osman osric
    osvaldo otis otmar ottmar otto ousmane owain owen ozzie pablo padraic padraig pankaj paolo parker
    pascal pasquale patrick paul pavel pawel paweł pedro per percy pere perry petar pete peter petr petro
    phil philip philippe phillip phineas pierre piers pietro piotr plácido prakash pramod pranab prashant
    predrag preston primitivo przemyslaw pyotr quentin quincy quinton rachid radoslaw radovan rafael rafal
    raghav ragnar rahul raila rainer rajesh rajiv rakesh ralf ralph ramesh ramiro ramon ramón rand randal
    randall randell randolph randy raphael rashid rasmus raul ravi ray raymond raymundo raúl recep reed
    reggie reginald reid reinaldo reince reiner reinhard remi rené reuben rex reynaldo rhodri rhys ricardo
    rich richard rick rickey rickie ricky rico rigoberto riley rob robby robert roberto rocco rocky rod
    roderick rodger rodney rodolfo rodrick rodrigo rogelio roger rohan rohit roland rolando rolf romain
    roman romano romeo ron ronald ronnie ronny roosevelt rory roscoe rosendo ross rowan roy royce ruairi
    ruben rubin rudolph rudy rufus rune rupert ruslan russ russel russell rusty ryan ryota ryszard régis
    rémi rémy rüdiger saad sachin saeed salah salman salustiano salvador salvatore sam sameer sami samir
    sammy samuel sandeep sanford sanjay santiago satoshi saul scot scott scottie scotty seamus sean
    sebastian sebastien sebastián segun sekou selahattin semyon seojun serge sergei sergey sergio seth
    seymour shane shashi shaun shawn sheldon shelton sherman sherrod shimon shinji shinzo shinzō shyam sid
    siddharth sidney siegfried sigmar sigurd silas silvio simon simón sipho sizwe slawomir slobodan
    solomon sonny soren spencer stan stanislav stanislaw stanley stefan steffen stellan stephan stephane
    stephen steve steven stewart stig stjepan stu stuart stéphane subramanian sudhir sung-ho sunil suresh
    svein sven sylvain sylvester szymon sébastien sönke søren süleyman tad tadeusz tadhg tafadzwa takashi
    takeshi tanguy tao taras tarek tariq taro tarquin tarun ted teddy tendai teodoro terence terje
    terrance terrell terrence teófilo thabo thad thaddeus themba theodore theron thibault thierry thilo
    thomas thorsten thurgood thurman théo tilo tim timmy timothy timur tobias todd tom tomas tomasz
    tomislav tommy tony torben torbjorn torbjørn torsten traian travis trent trenton trevor trey tristan
    trond troy truman tshepo tunde ty tyler tyrone tyson udo uhuru ulf ullrich ulrich ulysse ulysses umesh
    unai uwe vaclav vadim valentin valeriano valery van vance varun vasily vaughn venancio venkat vern
    vernon vic vicente victor vidar viggo vijay vikram viktor vince vincent vinod virgil vitaly vito vivek
    vladan vladimir vladislav volker volodymyr vyacheslav víctor wade walid wallace walt walter walther
    ward warren wayne wei weldon wenceslao wendell werner wes wesley weston wieslaw wilbert wilbur wilburn
    wiley wilford wilfred wilfredo wilfried willard william williams willis wilmer wilson wilton winfred
    winfried winston wojciech wolfgang woodrow woody wyatt xabier xavier xi yair yann yannick yaroslav
    yash yasser yaw yevgeny yitzhak yoshihide yousef youssef yukio yuri yury yusuf yuto yves zac zach
    zachary zachery zack zafar zaki zane zbigniew zdravko zeke zeljko zhao ziad zoltan zoran zurab álvaro
    ángel édouard éric étienne íñigo óscar
    """
)
"""Given names of men."""

WOMEN = word_set(
    """
    aaliyah aarti abbie abby abena abigail ada adaeze addie adela adelaida adelaide adele adelina adeline
    adell adriana adrianna adrianne adrienne adèle agatha agnes agnieszka agnès aida aileen aimee ainhoa
    aisha aishwarya aisling aissatou akiko akinyi alaina alana alba alberta alda alecia alejandra
    aleksandra alene aleta aletha alexa alexandra alexandria alfreda alice alicia alina aline alisa alisha
    alison alissa alisyn allene allie allison allyson alma almut alpha alta altagracia althea alvina alyce
    alyson alyssa amalia amanda amber amelia amelie ami amie amina amparo amy amélie ana ananya anastasia
    anaïs andra andria angela angelia angelica angelika angelina angeline angelique angelita angie anissa
    anita anja anjali anke ann anna anna-lena annabelle annalena annamarie anne anne-marie annegret
    annelie annemarie annetta annette annie annika annmarie antionette antje antoinette antonette antonia
    aoife april araceli aretha ariana arleen arlene arline ascensión asha ashlee ashleigh ashley asma
    astrid asunción athena audra audrey augusta aura aurelia aurora aurélie ava avis ayaka ayelet azucena
    baerbel barb barbara barbra beata beate beatrice beatriz becky begoña belen belinda bella belle belva
    belén benazir benita berit bernadette bernadine bernice berniece bernita berta bertha bertie beryl
    bess bessie beth bethany betsy bette bettie bettina betty bettye beulah beverley beverly bhavna bianca
    birdie birgit birgitta blanca blanch blanche blandine bobbi bobbie bodil bonita bonnie bozena brandi
    brandie brandy breanna brenda brenna briana brianna brianne bridget bridgett bridgette bridie brigette
    brigitte britney britta brittany brittney bronwen bronwyn brook brooke busisiwe bärbel béatrice
    bénédicte caitlin callie camilla camille candace candela candi candice candida candy caoimhe capucine
    cara caren cari caridad carine carissa carla carlene carlotta carly carman carmel carmela carmelita
    carmella carmen carol carole carolina caroline carolyn carrie caryn carys casandra cassandra cassie
    catalina catharine catherine cathie cathleen cathrine cathryn cathy catina catrin catrina catriona
    cecelia cecile cecilia cecilie celeste celestine celia celina celine cerys chanda chandra chanel
    chantal chantel charisse charla charleen charlene charline charlotte charmaine chasity chelsea chelsey
    cheri cherie cheryl chiamaka chiara chioma chiquita chloe chrissy christa christal christel christen
    christi christiane christie christin christina christine christy chrystal ciara cindi cindy claire
    clara clare clarice clarissa claudette claudia claudine clementine clodagh clotilde clémence
    clémentine coleen colette colleen collette concepción concetta condoleezza connie constance consuelo
    cora coralie cordelia cori corina corine corinne cornelia corrie corrine cortney cristina cristy
    crystal cynthia cécile céline dagmar daisy dalia damaris danelle danette daniela danielle danita danna
    danuta daphne dara darcy darla darleen darlene dawn dawna dayna deana deann deanna deanne debbie debby
    debi debora deborah debra debrah deena deepa deidra deidre deirdre delfina delia delilah della delma
    delois delores deloris delphine demetria dena denice denise desiree dessie destiny dian diana diane
    diann dianna dianne dilma dina dinah dionne divya dixie dollie dolly dolores dominga dona donita donna
    dora dorcas doreen dorene doretha dorinda doris dorota dorothea dorothy dorris dortha dorthy dottie
    dovie dragana dulce earlene earline earnestine ebony edda edeltraud edith edna edurne edwina edythe
    effie eileen eilidh eirlys ekaterina elaine elba elda eleanor eleanore elena elenor eleri elfriede
    elia elida elin elinor elisa elisabeth elise elissa eliza elizabeth elizebeth elke ella ellen ellie
    elma elnora elodie eloisa eloise elouise elsa elsie elspeth elva elvia elvira elyse emilia emilie
    emily emma emmanuelle encarnación enid erica ericka erika erin erlinda erma erna ernestina ernestine
    esme esmeralda esperanza essie estela estella estelle ester esther estíbaliz ethel etta eugenia eula
    eulalia eunice euphemia eva eva-maria evangelina evangeline eve evelyn evette ewa fabienne fabiola
    faith fang fannie fanny farah fatima fatou fatoumata fawn fay faye federica felecia felicia felicita
    felicity felisa fenella fern ffion filomena fiona fionnuala flor flora florence florine flossie floy
    folake fran frances francesca francine francisca francoise franziska françoise frauke freda freida
    freja frida frieda friederike fuensanta funmilayo gabi gabriela gabriele gabriella gabrielle gail
    galina gay gaye gayla gayle gaëlle geeta gema gemma gena genevieve geneviève genoveva georgette
    georgiana georgianna georgie georgina geraldine gerda geri gerlinde germaine gerri gertie gertrude
    gesa gesine ghislaine gilda gillian gina ginger ginny giorgia gisela gisèle gita giulia gladys glenda
    glenna gloria golda goldie gordana grace gracie graciela grainne grazyna gregoria greta gretchen
    griselda guadalupe gudrun guillermina gunhild gussie gwen gwendolyn gwenllian hala haley halina hallie
    hanan hanna hannah hannelore harriet harriett harriette haruka hattie haydee hayley hazel heather
    hedda hege heidi heidrun heike helen helena helene helga helle hellen henrietta henriette henrike
    herlinda hermine herminia hester hettie hilary hilda hilde hildegard hillary hiltrud hina hiroko holli
    hollie holly hope hortencia huda hui huma hyun-ju hélène ida idella idoia ifeoma ila ilene ilse ima
    iman imelda imke imogen imogene ina indira ines inez inga inge ingeborg inger ingrid inken inmaculada
    insa inés iola iona ione irena irene irina iris irma irmgard isabel isabell isabella isabelle isadora
    ishbel isobel iva ivanka ivette ivonne ivy iwona jacklyn jaclyn jacque jacquelin jacqueline jacquelyn
    jacquline jade jadwiga jami jamila jana jane janeen janel janell janelle janet janette janice janie
    janina janine janis janna jannette jannie jaqueline jasmin jasmine jaya jayme jayne jeana jeanette
    jeanie jeanine jeanna jeanne jeannette jeannie jeannine jelena jemima jen jena jenifer jeniffer jenna
    jennie jennifer jenny jeri jerri jesica jessica jewel jewell ji-woo jill jillian jimena jo joan joann
    joanna joanne jocasta jocelyn jocelyne jodi jodie joelle johanna johnna jolanta jolene joni jonnie
    jorunn josefa josefina josephine josette josiane josie jovita joy joyce joëlle juana juanita judi
    judith judy juli julia juliana julianna julianne julie juliet juliette june jung justina justine
    justyna jutta jyoti kaitlin kaitlyn kalpana kamala kami kara karen kari karima karin karina karla
    karol karon karrie karyn katarina katarzyna kate katelyn katharine katherine katheryn kathi kathie
    kathleen kathrin kathrine kathryn kathy katie katina katja katrin katrina katy kavita kay kaye kayla
    kayleigh keiko keira keisha kelley kelli kellie kellyanne kelsey kendra keri kerri kerrie kerstin
    kesha keshia kezia khadija kim kimberlee kimberley kimberly kinga kira kirsten kisha kitty klara
    krista kristal kristen kristi kristie kristin kristina kristine kristy krystal krystle krystyna ksenia
    kyla kylie kyra lacey ladonna laetitia lakeisha lakesha lakisha lakshmi lan lana laquita lara larisa
    larissa lashawn lashonda lata latanya latasha latifa latisha latonia latonya latosha latoya latrice
    latricia laura laureen laurel lauren lauretta lauri laurie lavonne lawanda layla lea leah leann leanna
    leanne leeann leigh leila leilani leisa lela lelia lena lenora lenore leola leona leone leonie leonor
    leonora leora leota lerato lesa lessie leta letha leticia letitia lettie lia libby lidia lieselotte
    lila lilia lilian liliana lillian lillie lilly lily lina linda lindiwe lindsay lindsey lindy ling
    linnea linnet linnie lisa liselotte lisette lissette liv liz liza lizette lizzie ljiljana ljudmila
    lois lola lolita lona lora loraine lorena lorene loretta lori lorie lorine lorna lorraine lorri lorrie
    lotte lottie louann louella louisa louise lourdes lowri luann luanne lubna lucia lucie lucila lucile
    lucille lucinda lucretia lucy lucyna lucía ludmila luella luisa lula lulu lura luz lydia lyn lynda
    lyndsey lynette lynne lynnette léa ma mabel mable macarena madeleine madeline madelyn madge madhuri
    madonna mae maeve magda magdalena magdalene maggie maha mai maike mair maire mairead maisie maite maja
    majorie makiko malala malgorzata malinda malissa mallory mamata mamie mamta manal mandi mandy manisha
    manon manuela mara maranda marcela marcelina marcella marcelle marci marcia marcie marcy mareike maren
    margaret margarete margarita margaux marge margery margie margo margot margret margrethe marguerite
    mari maria mariah mariam marian mariana mariann marianna marianne maribel maricela marie marie-ange
    marie-claire marie-claude marie-france marie-hélène marietta marigold marilee marilyn marilynn marina
    marine marisa marisela marisol marissa marit maritza marjorie marjory marla marlena marlene marlies
    marlyn marlys marlène marnie marquita marsha marta martha martina martine marva mary maryam maryann
    maryanne marybeth maryellen maryjane marylou marzena maría masha mathilde matilda matilde mattie maud
    maude maudie maura maureen maurine mavis maxine may maya mayme mayra maëlle maïté meagan meaghan
    mechthild meena meenakshi meera meg megan meghan megyn mei meike melania melanie melba melinda melisa
    melissa mellisa mellissa melodie melody melva melvina mercedes meredith meriel mette mhairi mia
    micaela michaela michele michell michelle michiko michèle migdalia mika milagros mildred milena
    millicent millie mimi mina mindy minerva minnie miranda mireia mireille miri miriam mirjana mirna
    misaki missy misti misty mitzi mollie molly mona monica monika monique montserrat morag mozelle muriel
    myra myrna myrtis myrtle mónica nadezhda nadia nadine nadège najwa nakia nan nanci nancy nandini
    nanette nannie naoko naomi natalia natalie natalya natasha nathalie natividad nawal nedra neha nelda
    nele nell nellie nelly nerea nereida nerys nesta nettie neva ngozi niamh nichole nicki nicola nicole
    nieves niki nikki nilda nina nirmala nisha nita nkechi noelia noelle noemi nokuthula nola nomsa
    nomvula nona noor nora noreen noriko norma noémie nuria octavia océane odessa odette odile ofelia
    oksana ola olatz olena oleta olga olive olivia olwen oma ona opal ophelia ora oralia orla ottilie
    padma paige palesa pallavi paloma pam pamala pamela pansy paola pascale patrica patrice patricia patsy
    patti pattie patty paula paulette paulina pauline pearl pearlie pearline peggy penelope penny perla
    pernille petra petronila philippa phillis philomena phoebe phuong phylis phyllida phyllis pilar polina
    polly pooja poppy portia precious preeti pricilla priscilla priti priya priyanka prudence purificación
    rachael racheal rachel rachelle rachida radha rae rafaela ragnhild raisa ramona randi rani rania
    raphaëlle raquel rasha rashmi raven reba rebeca rebecca rebekah reem regina reina rekha remedios rena
    renae renata renate renee renita renuka renée reta retha reva reyna rhea rhian rhiannon rhoda rhonda
    ricarda richelle rigmor rita ritu robbin roberta robin robyn rochelle rocio rocío roisin roma romona
    rona ronda ronja rosa rosalba rosalee rosalia rosalie rosalina rosalind rosalinda rosalyn rosalía
    rosamund rosanna rosanne rose roseann roseanne rosella roselyn roselyne rosemarie rosemary rosetta
    rosie rosina rosita roslyn roswitha rowena roxana roxann roxanna roxanne roxie ruba ruby rubye ruth
    ruthann ruthanne ruthie sabina sabine sabrina sachiko sadako sadie sagrario sahra sakura sallie sally
    salma salomé samantha samar samatha samia samira sana sandi sandra sandrine sandy sangeeta sanjuanita
    sanna saoirse sara sarah sarita sasha saundra savita sawsan scarlett seema selena selina selma serena
    shameka shana shanda shanice shanna shanon shanta shante shantel shanti shari sharla sharlene sharon
    sharonda sharron sharyn shauna shawna shayla sheena sheila shelia shelley shelli shellie shelly sheree
    sheri sherri sherrie sherry sheryl shiela shirin shirlene shirley shobha shonda shreya sian sibongile
    sibylle sieglinde signe sigrid silke silvia simone sinead siobhan sioned siri sita siv smita smriti
    sneha snezana socorro sofia sofía solange soledad solveig solène sondra sonia sonja sonya soo-jin soon
    sophia sophie soraya stacey staci stacia stacie stacy starla stefanie steffi stella stephanie stephany
    stephenie stéphanie sudha sue suhair summer sunita sunny susan susana susanna susanne sushila sushma
    susie suzan suzanna suzanne suzette svenja svetlana swati sybil sylvia sylviane sylvie ségolène
    tabatha tabitha tamara tameka tamela tamera tami tamika tammi tammie tammy tamra tamsin tana tania
    tanisha tanja tanya tara taryn tasha tatiana tatjana tawana temitope tena tera teresa terese teresita
    teressa teri terra terri terrie tess tessa tessie thandiwe thea theda thelma thembi theodora theresa
    therese thérèse tia tiana tiara tiffani tiffany tilda tillie tilly tina tisha tomasa tomoko toni
    tonia tonja tonya tori torunn tosha tracey traci tracie trena treva tricia trina trine trisha trista
    trude trudy tulsi turid tuva twila twyla tyra tzipi ulla ulrike uma una unni ursula urszula uschi usha
    uta ute vada valarie valencia valentina valeria valerie valorie valérie vandana vanesa vanessa veda
    velda velma venessa venita vera verda verity verla verna vernell vernice veronica veronika verónica
    vesna vesta vibeke vickey vicki vickie vicky victoria vidya vigdis vikki vilma viola violet violeta
    virgie virgina virginie virtudes vivian viviana viviane vonda véronique wafa waltraud wanda wanjiru
    wendi wendy whitney wiebke wieslawa wilda wilhelmina willa wilma windy winifred winnie winnifred
    winona xanthe xiaoping ximena yadira yan yasmin yasmine yelena yesenia yetunde ying ylva yoko yolanda
    yuki yulia yumiko yuriko yusra yvette yvonne zahra zainab zandile zeinab zelda zella zelma zenaida zoe
    zofia zoila zoraida zoya zoé zuzanna édith élisabeth élise élodie émilie úrsula
    """
)
"""Given names of women."""

EITHER = word_set(
    """
    alexis alva andrea angel ariel aubrey augustine bennie bernie billie blair carey carrol carroll cary casey
    clair cleo courtney dana dee devon dominique dorian elisha francis frankie gale gerry hollis jackie jaime
    jamie jan jean jessie jimmie jody johnie johnnie kasey kelly kendall kerry kirby kris lacy laurence lavern
    laverne lee lesley leslie lou lupe lynn marion merle mickey morgan nikita noel odell ollie pat rene robbie
    rosario sammie santos shannon shelby stevie taylor terry toby tommie tracy willie
    """
)
"""Given names of both."""

GIVEN = MEN | WOMEN | EITHER
"""All of them."""
